import type { Settings } from '../../kernel/index.ts';
import { createLogger } from '../../observability/index.ts';
import { checkDatabaseLogin } from '../database/self-check.ts';
import { openDatabaseForCommand, openSettings } from '../embedded/environment.ts';
import { findProviders } from '../embedded/providers.ts';
import { watchSecrets } from '../embedded/secrets-file.ts';
import { StartError } from '../embedded/start-error.ts';
import { bootPayload } from '../web/boot-payload.ts';
import { listen } from '../web/listen.ts';
import { startJobs } from '../worker/jobs.ts';
import { untilSignal } from './signals.ts';
import { endWithParent } from './supervise-process.ts';

/** `daftar web`: serves requests; with REDIS_URL the jobs run in workers, without it here. */
export async function runWeb(): Promise<void> {
  endWithParent();
  const settings = await openExternal();
  const logger = createLogger(settings.LOG_LEVEL);
  const payload = await bootPayload(logger);
  const jobs = await startJobs({ settings, payload, logger, role: settings.REDIS_URL ? 'none' : 'all' });
  const web = await listen({ settings, payload, logger, checks: jobs.checks });
  logger.info({ msg: `web ready on port ${web.port}` });
  await untilSignal();
  await web.close();
  await jobs.stop();
  await payload.destroy();
  process.exit(0);
}

/** `daftar worker`: relays the outbox to BullMQ and works on the queue. */
export async function runWorker(): Promise<void> {
  endWithParent();
  const settings = await openExternal();
  if (!settings.REDIS_URL)
    throw new StartError('A worker needs REDIS_URL; without it the web process does the jobs itself.');
  const logger = createLogger(settings.LOG_LEVEL);
  const payload = await bootPayload(logger);
  const jobs = await startJobs({ settings, payload, logger, role: 'worker' });
  logger.info({ msg: 'worker ready' });
  await untilSignal();
  await jobs.stop();
  await payload.destroy();
  process.exit(0);
}

// The addresses come from the environment of the parent (`daftar start`) or are opened from DATABASE_URL.
async function openExternal(): Promise<Settings> {
  const settings = openSettings();
  if (!process.env.DAFTAR_APP_DATABASE_URL) {
    const { urls } = await openDatabaseForCommand(settings);
    process.env.DAFTAR_APP_DATABASE_URL = urls.application;
    await findProviders(settings);
  }
  await checkDatabaseLogin(process.env.DAFTAR_APP_DATABASE_URL ?? '');
  if (process.env.DAFTAR_SECRETS_FILE) watchSecrets(settings.DAFTAR_DATA_DIR);
  return openSettings();
}
