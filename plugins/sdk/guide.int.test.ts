import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCapabilities, createSupervisor, type Supervisor } from '../../core/sandbox/index.ts';
import { openStorage } from '../../core/storage/index.ts';
import { asSystem } from '../../core/tenancy/index.ts';
import { addRealmUser, createTestSystem, httpClient, type TestSystem } from '../../e2e/support/index.ts';
import { linkPublisher } from '../../marketplace/index.ts';
import { providePluginHost } from '../../marketplace/worker.ts';
import { guideBlocks } from './package/guide-blocks.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const PLUGIN = 'com.example.demo';
const GUIDE = readFileSync(path.join(ROOT, 'docs/plugins/guide.md'), 'utf8');
/** Everything is fetched, built and started here, on a machine that does other things too. */
const PATIENCE = 240_000;

let system: TestSystem;
let supervisor: Supervisor;
let token: string;
let archive: string;
const folder = mkdtempSync(path.join(tmpdir(), 'daftar-guide-'));

beforeAll(async () => {
  archive = packSdk();
  system = await createTestSystem({
    environment: { DAFTAR_BASE_DOMAIN: 'localhost', DAFTAR_PUBLIC_URL: 'http://localhost' },
  });
  supervisor = createSupervisor({ spares: 1, maxWorkers: 2 });
  const capabilities = createCapabilities({ pool: system.pool, storage: openStorage(system.settings) });
  providePluginHost({ pool: system.pool, supervisor, logger: system.logger, capabilities });
  const partner = await addRealmUser(system.payload, 'partner');
  await asSystem(() => linkPublisher(system.pool, { userId: partner.id, publisherId: 'example' }));
  const client = await httpClient(system.port, 'partners.localhost').signIn(
    partner.email,
    partner.password,
    partner.totpSecret,
  );
  token = client.token ?? '';
}, PATIENCE);

afterAll(async () => {
  providePluginHost(undefined);
  await supervisor?.close();
  await system?.close();
  rmSync(folder, { recursive: true, force: true });
});

test(
  'should bring the very files that workers of the platform run, in the same bytes each time',
  () => {
    const files = readdirSync(path.join(ROOT, 'core/sandbox/worker'));
    const listed = spawnSync('tar', ['-tzf', archive], { encoding: 'utf8' }).stdout;
    expect(listed).not.toMatch(/dist\/[^/]+\.ts$/m);
    for (const file of files) {
      const { stdout } = spawnSync('tar', ['-xzOf', archive, `package/dist/worker/${file}`]);
      const own = readFileSync(path.join(ROOT, 'core/sandbox/worker', file));
      expect(hash('sha256', stdout), file).toBe(hash('sha256', own));
    }
    const before = readFileSync(archive);
    expect(readFileSync(packSdk()).equals(before)).toBe(true);
  },
  PATIENCE,
);

test(
  'should lead from nothing to an installed plugin, command by command, outside the repository',
  async () => {
    const said: string[] = [];
    let here = folder;
    for (const block of guideBlocks(GUIDE)) {
      if (block.kind === 'file') writeFileSync(path.join(here, block.path), block.text);
      else
        for (const command of block.commands) {
          const [, entered] = command.match(/^cd (\S+)$/) ?? [];
          if (entered !== undefined) here = path.join(here, entered);
          else if (command.startsWith('npx daftar-plugin logs')) {
            await installAtSchool();
            said.push(await run(command, here));
          } else if (block.isUntilStopped) await tryPage(command, here);
          else said.push(await run(command, here));
        }
    }
    const all = said.join('\n');
    expect(all).toMatch(/com\.example\.demo-1\.0\.0\.daftar\.zip: \d+ bytes, sha256 [0-9a-f]{64}/);
    expect(all).toMatch(/(\d+) of \1 hostile conditions passed/);
    expect(all).toMatch(/Schools are asked before they get this version/);
    expect(all).toMatch(/com\.example\.demo 1\.1\.0 is published/);
    expect(all).toMatch(/1\.1\.0 {2}widget today: ok/);
  },
  PATIENCE,
);

test(
  'should make, install, test and open a plugin by the bare commands where the packed SDK is at hand',
  async () => {
    const here = path.join(folder, 'bare');
    mkdirSync(here);
    writeFileSync(path.join(here, 'package.json'), '{"private": true}');
    await run(`npm install ${archive} ${archive.replace('daftar-sdk-', 'create-daftar-plugin-')}`, here);
    await run('npx create-daftar-plugin demo', here);
    const demo = path.join(here, 'demo');
    await run('npm i', demo);
    expect(await run('npm test', demo)).toMatch(/pass 1/);
    await tryPage('npm run dev', demo);
  },
  PATIENCE,
);

/** The package as npm would get it. */
function packSdk(): string {
  const { stdout, stderr } = spawnSync(process.execPath, ['plugins/sdk/package/pack-package.ts'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const [, file] = stdout.match(/^(\S+\.tgz): /m) ?? [];
  if (file === undefined) throw new Error(`The SDK was not packed.\n${stdout}${stderr}`);
  return file;
}

/** What a newcomer types, with this run’s archive and ports in the place of the published ones. */
function adapted(command: string): string {
  return command
    .replace('--package=@daftar/sdk', `--package=${archive}`)
    .replace('localhost:3000', `localhost:${system.port}`);
}

/** The newcomer’s own, without what the test runner and this test system put into it. */
function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(DAFTAR_|VITEST|NODE_OPTIONS|NODE_ENV|npm_(package|lifecycle))/.test(name),
  );
  const { PATH = '', ...rest } = Object.fromEntries(own);
  const program = path.dirname(process.execPath);
  return {
    ...rest,
    PATH: `${program}${path.delimiter}${PATH}`,
    DAFTAR_TOKEN: token,
  } as unknown as NodeJS.ProcessEnv;
}

/** Not in one go: the platform that commands talk to runs in this process. */
async function run(command: string, cwd: string): Promise<string> {
  const child = spawn('sh', ['-c', adapted(command)], {
    cwd,
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 120_000,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk;
    });
  const [status] = await once(child, 'close');
  if (status !== 0) throw new Error(`"${command}" ended with ${status}.\n${output}`);
  return output;
}

/** Starts `dev`, runs every entry on its page, and stops it as Ctrl-C does. */
async function tryPage(command: string, cwd: string): Promise<void> {
  const child = spawn('sh', ['-c', `exec ${command} -- --port 0`], {
    cwd,
    env: environment(),
    detached: true,
  });
  try {
    const url = await saidBy(child, /(http:\/\/localhost:\d+)/);
    const state = (await (await fetch(`${url}/api/state`)).json()) as {
      problems: string[];
      samples: { entry: object; input: unknown }[];
    };
    expect(state.problems).toEqual([]);
    const answers = await Promise.all(
      state.samples.map(async ({ entry, input }) => {
        const response = await fetch(`${url}/api/call`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ ...entry, input, language: 'ar' }),
        });
        return ((await response.json()) as { code: string }).code;
      }),
    );
    expect(answers.length).toBeGreaterThan(0);
    expect(answers.every((code) => code === 'ok')).toBe(true);
    for (const asset of ['/', '/app.js', '/blocks.js', '/words.js', '/style.css'])
      expect((await fetch(url + asset)).status).toBe(200);
  } finally {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
    await once(child, 'close');
  }
}

function saidBy(child: ChildProcess, pattern: RegExp): Promise<string> {
  let output = '';
  return new Promise((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      output += chunk;
      const [, found] = output.match(pattern) ?? [];
      if (found !== undefined) resolve(found);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.on('exit', () => reject(new Error(`dev ended early.\n${output}`)));
  });
}

/** Step 8, as the panel does it: consent, switch on, look at the widget. */
async function installAtSchool(): Promise<void> {
  const school = await system.addSchool('guide');
  const admin = await httpClient(system.port, school.host.replace(/daftar\.test$/, 'localhost')).signIn(
    school.admin.email,
    school.admin.password,
  );
  const { addOns } = (await admin.get('/api/add-ons')).json<{
    addOns: { pluginId: string; consent: string }[];
  }>();
  const offered = addOns.find((addOn) => addOn.pluginId === PLUGIN);
  const installed = await admin.post('/api/add-ons/install', { pluginId: PLUGIN, consent: offered?.consent });
  expect(installed.status, installed.text).toBe(200);
  expect((await admin.post('/api/add-ons/switch', { pluginId: PLUGIN, on: true })).status).toBe(200);
  const shown = await admin.post('/api/plugin-surfaces/show', {
    pluginId: PLUGIN,
    kind: 'widget',
    name: 'today',
  });
  expect(shown.text).toContain('الغائبون اليوم');
}
