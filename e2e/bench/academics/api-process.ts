import { readSettings } from '../../../core/kernel/index.ts';
import { createLogger } from '../../../core/observability/index.ts';
import { openDatabase, openSettings } from '../../../core/server/embedded/environment.ts';
import { startProviders } from '../../../core/server/embedded/providers.ts';
import { createWebApp } from '../../../core/server/web/app.ts';
import { bootPayload } from '../../../core/server/web/boot-payload.ts';
import { createWebServer } from '../../../core/server/web/web-server.ts';
import { startJobs } from '../../../core/server/worker/jobs.ts';
import { prepareCatalogue } from '../../../core/server/worker/prepare-catalogue.ts';

// The web process with its background work and without its pages, on the installation of the environment: what BENCH_SERVER=api measures, where no panel
// is built.
const settings = openSettings();
const database = await openDatabase(settings);
process.env.DAFTAR_APP_DATABASE_URL = database.urls.application;
const logger = createLogger('warn');
const providers = await startProviders(settings);
const payload = await bootPayload(logger);
await prepareCatalogue(payload);
const jobs = await startJobs({ settings: readSettings(process.env), payload, logger, role: 'all' });
const server = createWebServer(createWebApp({ settings, payload, logger }));
await new Promise<void>((resolve) => server.listen(settings.PORT, '127.0.0.1', resolve));
process.stdout.write('ready\n');
process.once('SIGTERM', async () => {
  server.closeAllConnections();
  server.close();
  await jobs.stop();
  await Promise.all(providers.map((service) => service.stop()));
  await payload.destroy();
  await database.stop();
  process.exit(0);
});
