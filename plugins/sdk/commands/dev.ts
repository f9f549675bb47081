import { watch } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { styleText } from 'node:util';
import { Command, InvalidArgumentError } from 'commander';
import { startDevServer } from '../dev/dev-server.ts';
import { createDevSession } from '../dev/dev-session.ts';
import type { CallRecord } from '../local/local-install.ts';
import { CommandError, EXIT } from './command-error.ts';
import { adviceFor, describeCall } from './print.ts';
import { withCage } from './with-cage.ts';

const DEFAULT_PORT = 4400;
/** Editors save in several steps. */
const SETTLE_MS = 80;

/** `dev [folder]`: builds on every change and shows the plugin at work, until Ctrl-C. */
export function devCommand(): Command {
  return new Command('dev')
    .description('build on every change and open a page to try events, schedules, actions, widgets and pages')
    .argument('[folder]', 'folder with plugin.json and src/index.ts', '.')
    .option('--port <port>', 'port of the page; 0 takes a free one', readPort, DEFAULT_PORT)
    .action((folder: string, { port }: { port: number }) => develop(resolve(folder), port));
}

async function develop(folder: string, port: number): Promise<void> {
  const stop = Promise.withResolvers<void>();
  process.once('SIGINT', stop.resolve);
  process.once('SIGTERM', stop.resolve);
  await withCage(async (supervisor) => {
    let changed: () => void = () => undefined;
    const session = createDevSession(folder, supervisor, (record?: CallRecord) => {
      if (record) console.log(describe(record));
      changed();
    });
    const server = await startDevServer(session, port).catch((error: Error) => {
      throw new CommandError(error.message, EXIT.usage);
    });
    changed = server.changed;
    const rebuild = async () => {
      await session.rebuild();
      const { problems } = session.view() as { problems: string[] };
      for (const problem of problems) console.log(styleText('red', problem));
      if (problems.length === 0) console.log(styleText('green', 'Built.'));
    };
    await rebuild();
    console.log(`The page to try it: ${server.url}  (Ctrl-C ends it)`);
    const watcher = watchFolder(folder, rebuild);
    await stop.promise;
    watcher.close();
    await server.close();
  });
}

function watchFolder(folder: string, rebuild: () => Promise<void>): { close(): void } {
  let wanted = 0;
  const watcher = watch(folder, { recursive: true }, async (_event, file) => {
    if (file === null || /(^|[\\/])(node_modules|dist|\.git)([\\/]|$)/.test(file)) return;
    if (file !== 'plugin.json' && !/^src[\\/]/.test(file)) return;
    wanted += 1;
    const mine = wanted;
    await pause(SETTLE_MS);
    if (mine === wanted) await rebuild();
  });
  return watcher;
}

function describe(record: CallRecord): string {
  const advice = adviceFor(record.code);
  return advice === undefined ? describeCall(record) : `${describeCall(record)}\n    ${advice}`;
}

function readPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new InvalidArgumentError('A port is a number up to 65535.');
}
