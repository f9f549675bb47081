import { spawnSync } from 'node:child_process';
import type { Engine } from './engine.ts';
import type { Fence } from './types.ts';

/** Start of the range of numeric users that workers run as; none of them owns a file or has a name. */
const FIRST_WORKER_UID = 62_000;
const WORKER_UIDS = 500;
// The shell would leave PWD in the environment.
const EMPTY_DUMPS = 'echo 0 > /proc/self/coredump_filter && exec env -i TZ=UTC "$@"';
/** No core file, no byte into any file, and few descriptors: what Node needs to start, twice. */
const SMALL_LIMITS = ['--core=0', '--fsize=0', '--nofile=64'];

export type FencePlan = {
  fences: Fence[];
  /** The command in front of node that raises the fences which this machine allows. */
  wrap(options: { dataMb: number; workerNumber: number }): string[];
};

type Probe = { isApplied: boolean; reason: string | null };

/**
 * Tries each wall around the worker on this machine, once, with short commands (a few milliseconds each).
 * A wall that the kernel or the image refuses is left out and named with the reason, so that health can show it.
 * The engine's own walls are named with them; its files must stay readable for the worker's own user.
 */
export function probeFences({
  readableFiles,
  fences: engineFences,
}: Pick<Engine, 'readableFiles' | 'fences'>): FencePlan {
  const isRoot = process.getuid?.() === 0;
  // Mapped to its own number the worker keeps no capability in its namespace; mapped to root (-r) it would.
  const spaces = isRoot ? [['-n']] : [['--map-current-user', '-n'], ['-rn']];
  const tries = spaces.map((flags) => ({ flags, result: probe(['unshare', ...flags, '--', 'true']) }));
  const chosen = tries.find(({ result }) => result.isApplied) ?? tries[0];
  const network = chosen?.result ?? { isApplied: false, reason: 'unshare was not tried.' };
  const user = isRoot
    ? probe([
        ...asUser(FIRST_WORKER_UID),
        'sh',
        '-c',
        'for f in "$@"; do test -r "$f" || exit 9; done',
        'sh',
        ...readableFiles,
      ])
    : { isApplied: false, reason: 'The supervisor does not run as root, so workers share its user.' };
  if (user.reason === 'exit code 9') user.reason = 'The files of the worker cannot be read by another user.';
  const privileges = user.isApplied ? user : probe(['setpriv', '--no-new-privs', '--', 'true']);
  const limits = probe(['prlimit', `--data=${300 * 1024 * 1024}`, ...SMALL_LIMITS, '--', 'true']);
  const shell = limits.isApplied ? limits : probe(['bash', '-c', 'ulimit -c 0 && ulimit -d 307200 && true']);

  const dumps = probe(['sh', '-c', EMPTY_DUMPS, 'sh', 'true']);

  const plan: FencePlan = {
    fences: [
      ...engineFences,
      { name: 'empty-environment', applied: true, reason: null },
      fence('memory-limit', shell),
      fence('no-file-writing', shell),
      fence('no-core-dumps', shell.isApplied ? dumps : shell),
      fence('network-namespace', network),
      fence('own-user', user),
      fence('no-new-privileges', privileges),
    ],
    wrap({ dataMb, workerNumber }) {
      const command: string[] = [];
      // A core file may be piped to a collector whatever RLIMIT_CORE says; then at least it holds no memory.
      if (dumps.isApplied) command.push('sh', '-c', EMPTY_DUMPS, 'sh');
      if (network.isApplied) command.push('unshare', ...(chosen?.flags ?? []), '--');
      if (user.isApplied) command.push(...asUser(FIRST_WORKER_UID + (workerNumber % WORKER_UIDS)));
      else if (privileges.isApplied) command.push('setpriv', '--no-new-privs', '--');
      if (limits.isApplied) command.push('prlimit', `--data=${dataMb * 1024 * 1024}`, ...SMALL_LIMITS, '--');
      else if (shell.isApplied) {
        command.push('bash', '-c', `ulimit -c 0; ulimit -f 0; ulimit -d ${dataMb * 1024}; exec "$@"`, 'bash');
      }
      return command;
    },
  };
  return plan;
}

function asUser(uid: number): string[] {
  return [
    'setpriv',
    `--reuid=${uid}`,
    `--regid=${uid}`,
    '--clear-groups',
    '--no-new-privs',
    '--bounding-set=-all',
    '--inh-caps=-all',
    '--',
  ];
}

/** What the machine allows does not change while this process runs, and each try blocks it for some milliseconds. */
const probed = new Map<string, Probe>();

function probe(command: string[]): Probe {
  const key = JSON.stringify(command);
  const result = probed.get(key) ?? tryCommand(command);
  probed.set(key, result);
  return { ...result };
}

function tryCommand(command: string[]): Probe {
  const [file, ...args] = command;
  if (file === undefined || process.platform !== 'linux') {
    return { isApplied: false, reason: `Not available on ${process.platform}.` };
  }
  const result = spawnSync(file, args, {
    encoding: 'utf8',
    timeout: 10_000,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (result.status === 0) return { isApplied: true, reason: null };
  const said = result.error?.message ?? result.stderr.trim();
  return { isApplied: false, reason: said === '' ? `exit code ${result.status}` : said.slice(0, 200) };
}

function fence(name: string, { isApplied, reason }: Probe): Fence {
  return { name, applied: isApplied, reason: isApplied ? null : reason };
}
