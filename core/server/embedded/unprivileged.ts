import { spawnSync } from 'node:child_process';
import { chownSync } from 'node:fs';
import { StartError } from './start-error.ts';

/** How to start a program that refuses to run as root: a prefix for its command line and spawn options. */
export type Launcher = {
  command: string[];
  options: { uid?: number; gid?: number };
  own: (folder: string) => void;
};

const NOBODY = 65534;

/**
 * PostgreSQL refuses to run as root, and many containers run as root. As root we give the server the uid
 * "nobody"; where that uid cannot reach the folder (a checkout below /root), a user namespace in which root
 * appears as an ordinary uid serves instead.
 */
export function unprivilegedLauncher(probe: { binary: string; folder: string }): Launcher {
  if (process.getuid?.() !== 0) return { command: [], options: {}, own: () => undefined };
  const asNobody = { uid: NOBODY, gid: NOBODY };
  const reachable = spawnSync(
    '/bin/sh',
    ['-c', `cd "$1" && "$2" --version`, 'sh', probe.folder, probe.binary],
    { ...asNobody, stdio: 'ignore' },
  );
  if (reachable.status === 0) {
    return { command: [], options: asNobody, own: (folder) => chownSync(folder, NOBODY, NOBODY) };
  }
  const namespace = ['unshare', '--user', '--map-user=1000', '--map-group=1000', '--'];
  if (
    spawnSync(namespace[0] ?? '', [...namespace.slice(1), probe.binary, '--version'], { stdio: 'ignore' })
      .status === 0
  ) {
    return { command: namespace, options: {}, own: (folder) => chownSync(folder, 0, 0) };
  }
  throw new StartError(
    'PostgreSQL cannot run as root here; start Daftar as an ordinary user, move it out of a private folder, or set DATABASE_URL.',
  );
}
