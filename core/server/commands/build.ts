import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { StartError } from '../embedded/start-error.ts';

const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const STAMP = path.join(ROOT, 'admin/.next/daftar-sources.txt');
const SOURCES = [
  'admin',
  'core',
  'marketplace',
  'plugins/sdk',
  'payload.config.ts',
  'package-lock.json',
  'tsconfig.json',
];

/** Builds the panel unless its sources are those of the last build. `report` gets a line of progress now and then. */
export async function buildPanel(
  report: (line: string) => void = () => undefined,
): Promise<'built' | 'unchanged'> {
  const hash = sourcesHash();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hash) return 'unchanged';
  await buildWhenFree(report);
  writeFileSync(STAMP, hash);
  return 'built';
}

/** `daftar build` */
export async function buildCommand(): Promise<void> {
  console.log(
    (await buildPanel((line) => console.log(line))) === 'built'
      ? 'The panel was built.'
      : 'The panel is up to date.',
  );
}

// A build that a killed start left behind still holds Next's lock; it ends by itself within a minute or two.
async function buildWhenFree(report: (line: string) => void): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await buildNextApp(path.join(ROOT, 'admin'), report);
    } catch (error) {
      if (attempt === 60 || !(error as Error).message.includes('build process is already running'))
        throw error;
      report('waiting for another build of the panel to end');
      await sleep(3000);
    }
  }
}

/** Builds an application of Next in a folder of the repository. */
export function buildNextApp(
  folder: string,
  report: (line: string) => void = () => undefined,
): Promise<void> {
  const next = path.join(ROOT, 'node_modules/next/dist/bin/next');
  const child = spawn(process.execPath, [next, 'build', folder], {
    cwd: ROOT,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      DAFTAR_SECRET: 'only-for-building-the-panel-000000000',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const take = (chunk: Buffer) => {
    output += chunk.toString();
    const line = chunk.toString().trim().split('\n').at(-1)?.trim();
    if (line) report(line);
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new StartError(`The pages could not be built:\n${output.slice(-4000)}`));
    });
  });
}

function sourcesHash(): string {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const file of filesBelow(path.join(ROOT, source)))
      hash.update(path.relative(ROOT, file)).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function filesBelow(entry: string): string[] {
  if (!existsSync(entry)) return [];
  if (statSync(entry).isFile()) return [entry];
  return readdirSync(entry, { withFileTypes: true })
    .filter(
      (child) =>
        !['.next', 'node_modules', 'dist', 'next-env.d.ts'].includes(child.name) &&
        !child.name.endsWith('.test.ts'),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((child) => filesBelow(path.join(entry, child.name)));
}
