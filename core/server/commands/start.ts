import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Listr } from 'listr2';
import { readSettings } from '../../kernel/index.ts';
import { createLogger } from '../../observability/index.ts';
import { migrate } from '../database/migrate.ts';
import { checkDatabaseLogin } from '../database/self-check.ts';
import { seedDemo } from '../demo/seed-demo.ts';
import type { Service } from '../embedded/child-process.ts';
import { claimDataDirectory } from '../embedded/data-directory.ts';
import { openDatabase, openSettings } from '../embedded/environment.ts';
import { freePort } from '../embedded/ports.ts';
import { startProviders } from '../embedded/providers.ts';
import { watchSecrets } from '../embedded/secrets-file.ts';
import { StartError } from '../embedded/start-error.ts';
import { bootPayload } from '../web/boot-payload.ts';
import { prepareCatalogue } from '../worker/prepare-catalogue.ts';
import { buildPanel } from './build.ts';
import { untilSignal } from './signals.ts';
import { superviseProcess } from './supervise-process.ts';
import { printWelcome } from './welcome.ts';

const MAIN = path.join(path.dirname(fileURLToPath(import.meta.url)), '../main.ts');

const STOP_LIMIT_MS = 20_000;

type Stop = () => Promise<void>;

/** `daftar start`: everything on this machine, each step shown, until Ctrl-C. */
export async function start(): Promise<void> {
  const settings = openSettings();
  if (settings.PORT !== 0 && (await freePort(settings.PORT)) !== settings.PORT) {
    throw new StartError(
      `Port ${settings.PORT} is taken by another program; stop it or choose another with PORT.`,
    );
  }
  const release = claimDataDirectory(settings.DAFTAR_DATA_DIR);
  const stops: Stop[] = [async () => release()];
  const stopAll = async () => {
    // Whatever hangs must not keep the database from being stopped.
    for (const stop of stops.reverse())
      await Promise.race([stop().catch(() => undefined), sleep(STOP_LIMIT_MS)]);
  };
  let providers: Service[] = [];
  const early = untilSignal();
  const started = performance.now();
  const steps = new Listr(
    [
      {
        title: 'Database',
        task: async (_context, task) => {
          const database = await openDatabase(settings);
          stops.push(database.stop);
          process.env.DAFTAR_APP_DATABASE_URL = database.urls.application;
          const ran = await migrate(database.urls.migration);
          await checkDatabaseLogin(database.urls.application);
          if (process.env.DAFTAR_SECRETS_FILE) watchSecrets(settings.DAFTAR_DATA_DIR);
          task.title = `Database (${settings.DATABASE_URL ? 'DATABASE_URL' : 'embedded'}, ${ran.length === 0 ? 'up to date' : `${ran.length} migrations run`})`;
        },
      },
      {
        title: 'Local stand-ins for SMS, mail and Stripe',
        task: async (_context, task) => {
          providers = await startProviders(settings);
          stops.push(async () => {
            await Promise.all(providers.map((service) => service.stop()));
          });
          if (providers.length === 0) task.title = 'Providers (all set by settings)';
        },
      },
      {
        title: 'Panel (the first build takes about a minute)',
        task: async (_context, task) => {
          const outcome = await buildPanel((line) => {
            task.output = line;
          });
          task.title = outcome === 'built' ? 'Panel (built)' : 'Panel (up to date)';
        },
      },
      {
        title: 'Catalogue and demo data',
        task: async (_context, task) => {
          const payload = await bootPayload(createLogger('warn'));
          stops.push(() => payload.destroy());
          await prepareCatalogue(payload);
          task.title = `Catalogue and demo data (${await seedDemo(payload, settings)})`;
        },
      },
      {
        title: 'Server',
        task: async () => {
          stops.push(await startProcesses());
        },
      },
    ],
    { renderer: process.stdout.isTTY ? 'default' : 'simple', rendererOptions: { collapseErrors: false } },
  );
  try {
    await Promise.race([
      steps.run(),
      early.then(() => {
        throw new StartError('Stopped before the start was finished.');
      }),
    ]);
  } catch (error) {
    await stopAll();
    throw error;
  }
  const addresses = Object.fromEntries(
    providers.map((service) => [service.detail.smtpPort === undefined ? 'stripe' : 'messages', service.url]),
  );
  writeFileSync(path.join(settings.DAFTAR_DATA_DIR, 'services.json'), JSON.stringify(addresses, null, 2));
  printWelcome({
    settings: readSettings(process.env),
    addresses,
    seconds: Math.round((performance.now() - started) / 100) / 10,
  });
  await early;
  console.log('\nStopping…');
  await stopAll();
  console.log('Stopped. Nothing is lost; "npm start" brings it back.');
  process.exit(0);
}

// Without Redis the web runs inside this process; with it, web and worker are two processes of their own.
async function startProcesses(): Promise<Stop> {
  const settings = readSettings(process.env);
  if (!settings.REDIS_URL) {
    const { serveHere } = await import('./serve-here.ts');
    return serveHere(settings);
  }
  const children = ['web', 'worker'].map((command) =>
    superviseProcess(command, [...process.execArgv, MAIN, command]),
  );
  await waitReady(settings.PORT);
  return async () => {
    await Promise.all(children.map((child) => child.stop()));
  };
}

async function waitReady(port: number): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new StartError('The web process did not answer within a minute; its lines above say why.');
}
