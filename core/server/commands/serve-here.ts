import type { Settings } from '../../kernel/index.ts';
import { createLogger } from '../../observability/index.ts';
import { bootPayload } from '../web/boot-payload.ts';
import { listen } from '../web/listen.ts';
import { startJobs } from '../worker/jobs.ts';

/** Web and jobs in this process. Returns how to stop both in order: no new requests, then no new jobs. */
export async function serveHere(settings: Settings): Promise<() => Promise<void>> {
  const logger = createLogger(settings.LOG_LEVEL);
  const payload = await bootPayload(logger);
  const jobs = await startJobs({ settings, payload, logger, role: 'all' });
  const web = await listen({ settings, payload, logger, checks: jobs.checks });
  return async () => {
    await web.close();
    await jobs.stop();
  };
}
