import { fileURLToPath } from 'node:url';
import type { Engine } from '../engine.ts';

const WORKER_MAIN = fileURLToPath(new URL('./plain-worker.mjs', import.meta.url));

/**
 * A second engine, for tests only: `node:vm` holds nobody. It shows that the supervisor and the pool know no more of
 * an engine than its interface says.
 */
export function plainEngine(): Engine {
  return {
    name: 'plain-vm',
    version: process.version,
    fences: [{ name: 'none', applied: false, reason: 'This engine holds nobody.' }],
    readableFiles: [WORKER_MAIN, process.execPath],
    command: ({ maxFrameBytes }) => [process.execPath, '--jitless', WORKER_MAIN, String(maxFrameBytes)],
  };
}
