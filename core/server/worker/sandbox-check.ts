import type { Supervisor } from '../../sandbox/index.ts';
import type { ReadinessCheck } from '../web/health.ts';

/**
 * What runs plugins here and which walls around them this machine lacks, each with its reason. It never fails: a fence
 * that is missing is the operator's to weigh, and a platform without plugins serves schools all the same.
 */
export function sandboxCheck(supervisor: Supervisor): ReadinessCheck {
  return async () => {
    const { engine, fences, workers, waiting, paused } = supervisor.status();
    const missing = fences.filter((fence) => !fence.applied);
    return {
      name: 'sandbox',
      ok: true,
      detail: {
        engine: `${engine.name} ${engine.version}`,
        workers: workers.idle + workers.busy,
        waiting,
        paused: paused.length,
        missingFences: missing.map(({ name, reason }) => `${name} (${reason})`).join('; ') || 'none',
      },
    };
  };
}
