import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from './ports.ts';
import { postgresBinaries } from './postgres-binaries.ts';
import { StartError } from './start-error.ts';
import { type Launcher, unprivilegedLauncher } from './unprivileged.ts';

export type EmbeddedPostgres = {
  /** The superuser's address of a database of this server. */
  url: (database: string) => string;
  stop: () => Promise<void>;
};

type Identity = { port: number; password: string };

const SUPERUSER = 'postgres';

/**
 * A PostgreSQL server of our own under `<dataDir>/postgres`, created at the first start. A server that
 * outlived a killed Daftar is taken over as it is: nothing it committed is lost, and the start is faster.
 * It listens on the loopback address only.
 */
export async function startEmbeddedPostgres(dataDir: string): Promise<EmbeddedPostgres> {
  const folder = path.join(dataDir, 'postgres');
  const bin = postgresBinaries();
  const launcher = prepareFolder(folder, path.join(bin, 'postgres'));
  const identity = existsSync(path.join(folder, 'PG_VERSION'))
    ? readIdentity(dataDir)
    : await createCluster(dataDir, folder, bin, launcher);
  const start = { dataDir, folder, bin, launcher, identity };
  if (!(await answers(identity))) await launch(start);
  const watch = keepAlive(start);
  return {
    url: (database) => address(identity, database),
    stop: async () => {
      watch.stop();
      await stopServer(folder);
    },
  };
}

/** The superuser's address of the server under a data directory, if one was created there and runs. */
export async function runningEmbeddedPostgres(dataDir: string): Promise<EmbeddedPostgres['url'] | undefined> {
  if (!existsSync(path.join(dataDir, 'postgres.json'))) return undefined;
  const identity = readIdentity(dataDir);
  return (await answers(identity)) ? (database) => address(identity, database) : undefined;
}

function prepareFolder(folder: string, binary: string): Launcher {
  mkdirSync(folder, { recursive: true });
  const launcher = unprivilegedLauncher({ binary, folder });
  chmodSync(folder, 0o700);
  launcher.own(folder);
  return launcher;
}

function readIdentity(dataDir: string): Identity {
  return JSON.parse(readFileSync(path.join(dataDir, 'postgres.json'), 'utf8')) as Identity;
}

async function createCluster(
  dataDir: string,
  folder: string,
  bin: string,
  launcher: Launcher,
): Promise<Identity> {
  const identity = { port: await freePort(), password: randomBytes(18).toString('base64url') };
  // initdb demands an empty folder; what an interrupted first start left there is worth nothing.
  rmSync(folder, { recursive: true, force: true });
  prepareFolder(folder, path.join(bin, 'postgres'));
  const secretFolder = mkdtempSync(path.join(tmpdir(), 'daftar-'));
  const passwordFile = path.join(secretFolder, 'password');
  writeFileSync(passwordFile, `${identity.password}\n`, { mode: 0o600 });
  launcher.own(passwordFile);
  launcher.own(secretFolder);
  const args = [
    ...['-D', folder, '-U', SUPERUSER, '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--encoding=UTF8'],
    ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'],
  ];
  const [command = '', ...rest] = [...launcher.command, path.join(bin, 'initdb'), ...args];
  const made = spawnSync(command, rest, { ...launcher.options, cwd: '/', encoding: 'utf8' });
  rmSync(secretFolder, { recursive: true, force: true });
  if (made.status !== 0)
    throw new StartError(`The embedded database could not be created: ${lastLine(made.stderr)}`);
  writeFileSync(path.join(dataDir, 'postgres.json'), JSON.stringify(identity), { mode: 0o600 });
  return identity;
}

type Start = { dataDir: string; folder: string; bin: string; launcher: Launcher; identity: Identity };

// A server that was killed comes back on its port; until then requests get 503. While it is being restarted by
// somebody else its process lives on and is left alone.
function keepAlive(start: Start): { stop: () => void } {
  let busy = false;
  const timer = setInterval(() => {
    if (busy || isServerAlive(start.folder)) return;
    busy = true;
    launch(start, { samePort: true })
      .catch(() => undefined)
      .finally(() => {
        busy = false;
      });
  }, 1000);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

function isServerAlive(folder: string): boolean {
  try {
    process.kill(Number(readFileSync(path.join(folder, 'postmaster.pid'), 'utf8').split('\n')[0]), 0);
    return true;
  } catch {
    return false;
  }
}

// A sixteenth of the machine, which runs the rest of the product too; at 20 schools the rows of one morning do not fit in less
// than 1 GB. It is taken page by page as it is used.
function bufferMb(): number {
  return Math.min(1024, Math.max(128, Math.floor(totalmem() / 16 / 1024 ** 2)));
}

async function launch(start: Start, launchOptions: { samePort?: boolean } = {}): Promise<void> {
  const { dataDir, folder, bin, launcher, identity } = start;
  if (!launchOptions.samePort && !(await isFree(identity.port))) {
    identity.port = await freePort();
    writeFileSync(path.join(dataDir, 'postgres.json'), JSON.stringify(identity), { mode: 0o600 });
  }
  const options = {
    port: identity.port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 120,
    shared_buffers: `${bufferMb()}MB`,
    log_min_messages: 'warning',
  };
  const args = [
    '-D',
    folder,
    ...Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
  const [command = '', ...rest] = [...launcher.command, path.join(bin, 'postgres'), ...args];
  const log = openSync(path.join(dataDir, 'postgres.log'), 'a');
  // Detached: a Ctrl-C in the terminal must reach Daftar alone, which stops the database last.
  const server = spawn(command, rest, {
    ...launcher.options,
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
  });
  server.unref();
  await untilReady(server, identity, dataDir);
}

async function untilReady(server: ChildProcess, identity: Identity, dataDir: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (await answers(identity)) return;
    if (server.exitCode !== null) {
      const log = readFileSync(path.join(dataDir, 'postgres.log'), 'utf8');
      throw new StartError(
        `The embedded database did not start: ${lastLine(log)} (more in ${path.join(dataDir, 'postgres.log')}).`,
      );
    }
    await sleep(100);
  }
  throw new StartError(
    `The embedded database did not answer within 30 seconds; see ${path.join(dataDir, 'postgres.log')}.`,
  );
}

async function answers(identity: Identity): Promise<boolean> {
  const client = new pg.Client({
    connectionString: address(identity, 'postgres'),
    connectionTimeoutMillis: 2000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function stopServer(folder: string): Promise<void> {
  const pidFile = path.join(folder, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  try {
    process.kill(pid, 'SIGINT'); // fast shutdown: open transactions roll back, a checkpoint is written
  } catch {
    return;
  }
  // The checkpoint takes as long as the disk does: a minute on a busy machine. Who starts again earlier meets the old server.
  for (let attempt = 0; attempt < 1200 && existsSync(pidFile); attempt += 1) await sleep(50);
}

async function isFree(port: number): Promise<boolean> {
  return (await freePort(port)) === port;
}

function address(identity: Identity, database: string): string {
  return `postgres://${SUPERUSER}:${identity.password}@127.0.0.1:${identity.port}/${database}`;
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
