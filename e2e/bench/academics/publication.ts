import { chmodSync, createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { PublicationPlan, PublicationRun } from '../../../core/gradebook/index.ts';
import { spread, spreadOf } from './load.ts';
import { residentMb } from './mixed.ts';
import type { Row } from './rows.ts';
import type { BenchSize } from './size.ts';
import type { School, World } from './world.ts';

const SMS = 'qa.daftar.sms';
// An odd number, so that the median is one of them; each round is a term of another school.
const ROUNDS = 3;
/** What a publication writes and families or the office look at, in the order of its references. */
const TABLES = ['term_marks', 'grade_publications', 'family_notices', 'outbox', 'notifications'] as const;

type Published = {
  marks: number;
  guardians: number;
  seconds: { published: number; queued: number; delivered: number };
  megabytes: { before: number; most: number };
  copySeconds: number;
};

/**
 * Publishing a term to the guardians of a school by one request of the office, until every message is queued, beside COPY of
 * the very rows that came of it (G10). What the add-on does in its cage, and one event and one reservation a message, are in
 * our time and not in that of COPY.
 */
export async function publishing(world: World, size: BenchSize): Promise<Row[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'daftar-bench-'));
  chmodSync(folder, 0o755);
  try {
    const rounds: Published[] = [];
    for (const school of world.schools.slice(0, ROUNDS)) rounds.push(await publishTo(world, school, folder));
    const ratio = spreadOf(rounds.map(({ seconds, copySeconds }) => seconds.queued / copySeconds));
    const least = Math.min(...rounds.map(({ guardians }) => guardians));
    const of = (value: (round: Published) => number) => spread(spreadOf(rounds.map(value)));
    const [first] = rounds;
    return [
      {
        work: `publish to ${least.toLocaleString('en')} parents: a term of ${size.students.toLocaleString('en')} pupils (${first?.marks.toLocaleString('en')} marks) by one request, until every message is queued, beside COPY of the same rows (G10)`,
        target: '≤ 10 times as long',
        measured: spread(ratio),
        holds: ratio.median <= 10,
        more: [
          `published after ${of(({ seconds }) => seconds.published)} s, every message queued after ${of(({ seconds }) => seconds.queued)} s and with the provider after ${of(({ seconds }) => seconds.delivered)} s; COPY ${of(({ copySeconds }) => copySeconds)} s`,
          `memory of the whole product: ${rounds.map(({ megabytes }) => `${megabytes.before.toFixed(0)} → ${megabytes.most.toFixed(0)}`).join(', ')} MB (before → most while publishing, one after the other)`,
        ],
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function publishTo(world: World, school: School, folder: string): Promise<Published> {
  const { admin } = world;
  const tenant = school.tenant.id;
  await forget(admin, tenant);
  await switchMessagesOn(school);
  const { rows } = await admin.query(
    `select t.id from terms t join academic_years y on y.id = t.academic_year_id
      where t.tenant_id = $1 and y.current order by t.start_date limit 1`,
    [tenant],
  );
  const term = String(rows[0]?.id);
  const scope = { term, deed: 'publish', withEmptyCells: true };
  const plan = await answer<PublicationPlan>(school, '/api/gradebook/publication/plan', scope);
  const guardians = plan.families.messages;
  if (plan.ready === 0 || guardians === 0)
    throw new Error(`Nothing to publish: ${JSON.stringify(plan.families)}`);

  const before = residentMb(world.pid);
  let most = before;
  const begun = performance.now();
  const elapsed = () => (performance.now() - begun) / 1000;
  const { run } = await answer<{ run: string }>(school, '/api/gradebook/publication', {
    ...{ ...scope, telling: 'new', idempotencyKey: `bench-${Date.now()}` },
  });
  const reached = async (what: string, isReached: () => Promise<boolean>) => {
    for (const deadline = Date.now() + 900_000; !(await isReached()); ) {
      if (Date.now() > deadline) throw new Error(`Waited 15 minutes until ${what}.`);
      most = Math.max(most, residentMb(world.pid));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return elapsed();
  };
  let done: PublicationRun | undefined;
  const published = await reached('the term is published', async () => {
    done = (await school.admin.get(`/api/gradebook/publication/run?id=${run}`)).json<PublicationRun>();
    return done.state !== 'queued' && done.state !== 'running';
  });
  if (done?.state !== 'done' || done.messages !== guardians || done.sheets !== plan.ready)
    throw new Error(`The term was not published: ${JSON.stringify(done).slice(0, 600)}`);
  const count = async (condition: string) =>
    (
      await admin.query(
        `select count(*)::int as n from notifications where tenant_id = $1 and ${condition}`,
        [tenant],
      )
    ).rows[0].n as number;
  const queued = await reached('every message is queued', async () => (await count('true')) >= guardians);
  const delivered = await reached(
    'every message is with the provider',
    async () => (await count('sent_at is not null')) >= guardians,
  );
  const ledger = await admin.query(
    'select count(*)::int as n from usage_events where event_id in (select id::text from notifications where tenant_id = $1)',
    [tenant],
  );
  if (ledger.rows[0].n !== guardians || (await count('true')) !== guardians)
    throw new Error(
      `${guardians} guardians, ${await count('true')} messages, ${ledger.rows[0].n} in the ledger.`,
    );
  return {
    ...{
      marks: done.marks,
      guardians,
      seconds: { published, queued, delivered },
      megabytes: { before, most },
    },
    copySeconds: await copyAgain(admin, tenant, path.join(folder, 'copied')),
  };
}

async function switchMessagesOn(school: School): Promise<void> {
  const addOns = (await school.admin.get('/api/add-ons')).json<{
    addOns: { pluginId: string; consent: string }[];
  }>();
  const addOn = addOns.addOns.find(({ pluginId }) => pluginId === SMS);
  if (!addOn) throw new Error('The catalogue has no text messages.');
  await school.admin.post('/api/add-ons/install', { pluginId: SMS, consent: addOn.consent });
  await answer(school, '/api/add-ons/switch', { pluginId: SMS, on: true });
  // The bench runs at any hour.
  await answer(school, '/api/add-ons/settings', { pluginId: SMS, settings: { quietHours: false } });
}

async function answer<T>(school: School, path: string, body: object): Promise<T> {
  const answered = await school.admin.post(path, body);
  if (answered.status !== 200) throw new Error(`${path}: ${answered.status} ${answered.text.slice(0, 400)}`);
  return answered.json<T>();
}

// An earlier run on the same data has left its publication there.
async function forget(admin: pg.Pool, tenant: string): Promise<void> {
  for (const table of [
    'family_notices',
    'grade_publications',
    'term_marks',
    'mark_publication_runs',
    'notifications',
  ])
    await admin.query(`delete from ${table} where tenant_id = $1`, [tenant]);
  await admin.query("update grade_sheets set state = 'draft', published_at = null where tenant_id = $1", [
    tenant,
  ]);
}

// The same rows into the same tables with their indexes, references and triggers, as they came out of them.
async function copyAgain(admin: pg.Pool, tenant: string, file: string): Promise<number> {
  const client = await admin.connect();
  const which = (table: string) =>
    `tenant_id = '${tenant}'${table === 'outbox' ? " and type in ('results.published', 'results.announced', 'message.queued')" : ''}`;
  try {
    for (const table of TABLES)
      await pipeline(
        client.query(copyTo(`copy (select * from ${table} where ${which(table)}) to stdout`)),
        createWriteStream(`${file}-${table}`),
      );
    for (const table of [...TABLES].reverse())
      await client.query(`delete from ${table} where ${which(table)}`);
    for (const table of TABLES) await client.query(`vacuum ${table}`);
    const begun = performance.now();
    for (const table of TABLES)
      await pipeline(
        createReadStream(`${file}-${table}`),
        client.query(copyFrom(`copy ${table} from stdin`)),
      );
    return (performance.now() - begun) / 1000;
  } finally {
    client.release(true);
  }
}
