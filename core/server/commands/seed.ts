import { Listr, type ListrTaskWrapper } from 'listr2';
import pg from 'pg';
import { plainDateIn } from '../../kernel/index.ts';
import { createLogger } from '../../observability/index.ts';
import { migrate } from '../database/migrate.ts';
import { openDatabaseForCommand, openSettings } from '../embedded/environment.ts';
import { removeSchool, seededSchools } from '../seed/remove-seeded.ts';
import { refuseProduction, requirePowers } from '../seed/seed-guards.ts';
import type { SeedSize } from '../seed/seed-plan.ts';
import { type SeedOutcome, type SeedProgress, seedSchools } from '../seed/seed-schools.ts';
import { bootPayload } from '../web/boot-payload.ts';
import { prepareCatalogue } from '../worker/prepare-catalogue.ts';

export type SeedCommandOptions = Omit<SeedSize, 'today'> & {
  today?: string;
  password?: string;
  replace?: boolean;
  besideOthers?: boolean;
  remove?: boolean;
  json?: boolean;
};

const STEPS: Record<SeedProgress['step'], string> = {
  removing: 'removing schools that are made anew',
  schools: 'schools with their people and classes',
  years: 'years with their exams, results and registers',
  numbers: 'schools with the numbers of their classes counted',
  tidying: 'collecting statistics for the planner',
};

/** `daftar seed` */
export async function seedCommand(options: SeedCommandOptions): Promise<void> {
  const settings = openSettings();
  refuseProduction(settings);
  const database = await openDatabaseForCommand(settings);
  try {
    await migrate(database.urls.migration);
    if (options.remove) await remove(database.urls.migration, options);
    else {
      process.env.DAFTAR_APP_DATABASE_URL = database.urls.application;
      const payload = await bootPayload(createLogger('error'));
      const { today = plainDateIn('Asia/Qatar', Date.now()), ...rest } = options;
      const request = {
        ...rest,
        payload,
        settings,
        migrationUrl: database.urls.migration,
        size: { ...options, today },
      };
      try {
        await prepareCatalogue(payload);
        tell(await withProgress(options, (onProgress) => seedSchools({ ...request, onProgress })), options);
      } finally {
        await payload.destroy();
      }
    }
  } finally {
    await database.stop();
  }
  process.exit(0);
}

async function remove(url: string, { json }: SeedCommandOptions): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await requirePowers(client);
    const schools = await seededSchools(client);
    for (const id of schools) await removeSchool(client, id);
    if (json) console.log(JSON.stringify({ removed: schools.length }));
    else console.log(`${schools.length} seeded schools were removed; no other school was touched.`);
  } finally {
    await client.end();
  }
}

async function withProgress(
  { json }: SeedCommandOptions,
  run: (onProgress: (progress: SeedProgress) => void) => Promise<SeedOutcome>,
): Promise<SeedOutcome> {
  if (json) return run(() => undefined);
  let outcome: SeedOutcome | undefined;
  await new Listr([
    {
      title: 'Seed',
      task: async (_context, task) => {
        outcome = await run(shown(task));
      },
    },
  ]).run();
  if (!outcome) throw new Error('The seed ended without an outcome.');
  return outcome;
}

// A line a second at most: what is printed must not cost more than what is written.
function shown(
  task: Pick<ListrTaskWrapper<unknown, never, never>, 'output'>,
): (progress: SeedProgress) => void {
  const begun = performance.now();
  let last = 0;
  return ({ step, done, of, rows }) => {
    const now = performance.now();
    if (now - last < 1000) return;
    last = now;
    const rate = Math.round(rows / ((now - begun) / 1000));
    task.output = `${done} of ${of} ${STEPS[step]}; ${rows.toLocaleString('en')} rows, ${rate.toLocaleString('en')} a second`;
  };
}

function tell(outcome: SeedOutcome, { json }: SeedCommandOptions): void {
  const { schools, results, rows, seconds, accountsFile } = outcome;
  if (json) {
    console.log(
      JSON.stringify({ schools, results, rows, seconds: Math.round(seconds * 10) / 10, accountsFile }),
    );
    return;
  }
  console.log(
    `${schools.length} schools with ${results.toLocaleString('en')} results, ${rows.toLocaleString('en')} rows in all, in ${seconds.toFixed(0)} s (${Math.round(rows / seconds).toLocaleString('en')} a second).`,
  );
  console.log(`Accounts, one a role and school, are in ${accountsFile}.`);
}
