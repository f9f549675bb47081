import type { Supervisor } from '../../../core/sandbox/cage.ts';
import { createSupervisor } from '../../../core/sandbox/cage.ts';

/** Runs something with the cage and closes it afterwards, whatever happens. */
export async function withCage<Result>(run: (supervisor: Supervisor) => Promise<Result>): Promise<Result> {
  const supervisor = createSupervisor({ spares: 1, maxWorkers: 2 });
  try {
    return await run(supervisor);
  } finally {
    await supervisor.close();
  }
}
