import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256Hex } from '../../core/kernel/index.ts';
import flags from '../../core/server/node-flags.json' with { type: 'json' };
import { until } from './until.ts';

const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');

const MAIN = path.join(ROOT, 'core/server/main.ts');

/** An installation of its own: a data directory, a port, and what to set besides. */
export type Installation = { dataDir: string; port: number; environment: Record<string, string> };

export type NewSchoolAnswer = { id: string; subdomain: string; adminEmail: string; adminPassword: string };

/** A fresh data directory on the disk that the embedded database can live in. */
export function newInstallation(port: number, environment: Record<string, string> = {}): Installation {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'daftar-e2e-'));
  chmodSync(dataDir, 0o755);
  return { dataDir, port, environment };
}

/** The environment of its processes: nothing but what the installation says and where programs are. */
export function environmentOf({
  dataDir,
  port,
  environment,
}: Installation): NodeJS.ProcessEnv & Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: process.env.HOME ?? '/',
    NODE_ENV: 'production',
    DAFTAR_DATA_DIR: dataDir,
    PORT: String(port),
    LOG_LEVEL: 'warn',
    ...environment,
  };
}

export type DaftarProcess = {
  pid: number;
  /** Ends it the orderly way and waits. */
  stop: () => Promise<void>;
  /** kill -9: no time to tidy up anything. */
  kill: () => Promise<void>;
};

/** `daftar start`, until it answers. The first start of a checkout builds the panel, which takes minutes on a slow machine. */
export async function startDaftar(installation: Installation): Promise<DaftarProcess> {
  const child = spawn(process.execPath, [...flags.always, ...flags.serving, MAIN, 'start'], {
    cwd: ROOT,
    env: environmentOf(installation),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  await until(
    'daftar start is ready',
    async () => child.exitCode !== null || output.includes('Daftar is ready'),
    { seconds: 420, everyMs: 100 },
  ).catch((error: Error) => {
    child.kill('SIGKILL');
    throw new Error(`${error.message}\n${output.slice(-4000)}`, { cause: error });
  });
  if (child.exitCode !== null)
    throw new Error(`daftar start ended with code ${child.exitCode}:\n${output.slice(-4000)}`);
  return {
    pid: child.pid ?? 0,
    stop: () => endOf(child, 'SIGTERM'),
    kill: () => endOf(child, 'SIGKILL'),
  };
}

async function endOf(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), 30_000);
  await ended;
  clearTimeout(timer);
}

/** Runs a command of the command line beside the server and reads the JSON of its last line. */
export function runCommand<T>(installation: Installation, args: string[]): Promise<T> {
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [...flags.always, MAIN, ...args],
      { cwd: ROOT, env: environmentOf(installation), timeout: 120_000 },
      (error, stdout, stderr) => {
        if (error) return reject(new Error(`daftar ${args.join(' ')}: ${stderr}${stdout}`, { cause: error }));
        resolve(JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as T);
      },
    );
  });
}

/** `daftar tenants create` with an admin at that school; with a name of its own where papers show it. */
export function createSchool(
  installation: Installation,
  subdomain: string,
  [name, nameAr]: readonly [string, string] = [`School ${subdomain}`, 'مدرسة الاختبار'],
): Promise<NewSchoolAnswer> {
  return runCommand(installation, [
    ...['tenants', 'create', subdomain, '--name', name, '--name-ar', nameAr],
    ...['--plan', 'standard', '--admin-email', `admin@${subdomain}.example`, '--json'],
  ]);
}

/** Where the local stand-ins of a running installation are, and Stripe's key. */
export function standInsOf({ dataDir }: Installation): {
  messages: string;
  stripe: string;
  stripeKey: string;
} {
  const services = JSON.parse(readFileSync(path.join(dataDir, 'services.json'), 'utf8')) as {
    messages: string;
    stripe: string;
  };
  const { current } = JSON.parse(readFileSync(path.join(dataDir, 'secrets.json'), 'utf8')) as {
    current: { value: string };
  };
  const secret = current.value;
  return { ...services, stripeKey: `sk_test_${sha256Hex(`stripe:${secret}`).slice(0, 32)}` };
}
