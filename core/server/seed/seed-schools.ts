import type { Payload } from 'payload';
import pg from 'pg';
import { provisionSchool } from '../../administration/index.ts';
import type { Settings } from '../../kernel/index.ts';
import { rebuildRollups } from '../../school/worker.ts';
import { asTenant, poolOf, type TenantInfo } from '../../tenancy/index.ts';
import { copyLines, copyRows, type OnRows } from './copy-rows.ts';
import { removeSchool } from './remove-seeded.ts';
import { schoolRows } from './school-rows.ts';
import {
  adminOf,
  type SeedPassword,
  seedPassword,
  writeAccounts,
  writeAccountsFile,
} from './seed-accounts.ts';
import { checkSchools, refuseProduction, requirePowers } from './seed-guards.ts';
import { planSchool, resultsOf, type SchoolPlan, type SeedSize } from './seed-plan.ts';
import { yearLines } from './year-lines.ts';

/** How many connections write at once; the rows are made by one thread, which two of them keep busy. */
const AT_ONCE = 2;

export type SeedRequest = {
  payload: Payload;
  /** The login that owns the schema and passes the wall. */
  migrationUrl: string;
  settings: Settings;
  size: SeedSize;
  replace?: boolean;
  besideOthers?: boolean;
  password?: string;
  /** Told after each piece that was sent. */
  onProgress?: (progress: SeedProgress) => void;
};

export type SeedProgress = {
  step: 'removing' | 'schools' | 'years' | 'numbers' | 'tidying';
  done: number;
  of: number;
  rows: number;
};

export type SeedOutcome = {
  schools: { id: string; subdomain: string; name: string }[];
  results: number;
  rows: number;
  seconds: number;
  accountsFile: string;
  password: string;
};

/**
 * Writes made-up schools of any size: the same seed and size give the same people, ids and marks on every machine. Indexes
 * stay. A year of a school is one transaction; when it is stopped half-way, the same command with `replace` begins anew.
 */
export async function seedSchools(request: SeedRequest): Promise<SeedOutcome> {
  const { size, settings } = request;
  refuseProduction(settings);
  const begun = performance.now();
  const plans = Array.from({ length: size.schools }, (_, index) => planSchool(size, index + 1));
  const clients = await openClients(request.migrationUrl);
  try {
    const [first] = clients;
    if (!first) throw new Error('There is no connection to seed with.');
    const powers = await requirePowers(first);
    const old = await checkSchools(first, plans, {
      besideOthers: request.besideOthers === true,
      replace: request.replace === true,
    });
    const report = reporter(request.onProgress);
    await spread(clients, old, report('removing', old.length), removeSchool);
    const shared = seedPassword(request.password);
    const onSchools = report('schools', plans.length);
    const tenants: TenantInfo[] = [];
    await spread(clients, plans, onSchools, async (client, plan) => {
      tenants.push(await beginSchool({ ...request, client, shared, onRows: onSchools.rows }, plan));
    });
    const years = plans.flatMap((plan) => plan.years.map((_, yearIndex) => ({ plan, yearIndex })));
    const onYears = report('years', years.length);
    await spread(clients, years, onYears, (client, { plan, yearIndex }) =>
      writeYear({ client, ...powers, onRows: onYears.rows }, plan, yearIndex),
    );
    await tidy(first, plans, report('tidying', 1));
    await spread(clients, tenants, report('numbers', tenants.length), (_client, tenant) =>
      asTenant(tenant, () => rebuildRollups(poolOf(request.payload))),
    );
    return {
      schools: plans.map(({ tenantId: id, subdomain, name }) => ({ id, subdomain, name })),
      results: resultsOf(size),
      rows: report.rows(),
      seconds: (performance.now() - begun) / 1000,
      accountsFile: writeAccountsFile(plans, shared, settings),
      password: shared.password,
    };
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

async function openClients(url: string): Promise<pg.Client[]> {
  return Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      const client = new pg.Client({ connectionString: url });
      // The statement that runs fails by itself; without a listener the process would end without a word.
      client.on('error', () => undefined);
      await client.connect();
      // What a crash would lose is a year that is then missing as a whole.
      await client.query(
        "select set_config('synchronous_commit', 'off', false), set_config('app.realm', 'school', false)",
      );
      return client;
    }),
  );
}

async function beginSchool(
  {
    payload,
    client,
    shared,
    onRows,
  }: SeedRequest & { client: pg.Client; shared: SeedPassword; onRows: OnRows },
  plan: SchoolPlan,
): Promise<TenantInfo> {
  const tenant = await makeTenant(payload, client, plan);
  await inTransactionOf(client, plan, async () => {
    for (const table of schoolRows(plan)) await copyRows(client, table, onRows);
    await writeAccounts({ payload, client }, plan, tenant, shared);
  });
  return tenant;
}

// The school is made as every school is; only its id is chosen before, because ids of a seed never differ.
async function makeTenant(payload: Payload, client: pg.Client, plan: SchoolPlan): Promise<TenantInfo> {
  const code = plan.size.students <= 5_000 && plan.teachers <= 150 ? 'standard' : 'enterprise';
  await client.query(
    `with made as (
       insert into tenants (id, name, name_ar, subdomain, plan_id, locale, time_zone)
       values ($1, $2, $3, $4, (select id from plans where code = $5), $6::enum_tenants_locale, 'Asia/Qatar') returning id)
     insert into daftar.seeded_schools (tenant_id, seed) select id, $7 from made`,
    [plan.tenantId, plan.name, plan.nameAr, plan.subdomain, code, plan.locale, plan.size.seed],
  );
  const { tenant } = await provisionSchool(payload, {
    ...{ subdomain: plan.subdomain, name: plan.name, nameAr: plan.nameAr, locale: plan.locale },
    plan: code,
    adminEmail: adminOf(plan),
  });
  return tenant;
}

async function writeYear(
  { client, isSuperuser, onRows }: { client: pg.Client; isSuperuser: boolean; onRows: OnRows },
  plan: SchoolPlan,
  yearIndex: number,
): Promise<void> {
  await inTransactionOf(client, plan, async () => {
    // References are right by the way the rows are made; looking each of them up would take longer than writing them.
    if (isSuperuser) await client.query('set local session_replication_role = replica');
    for (const lines of yearLines(plan, yearIndex)) await copyLines(client, lines, onRows);
  });
}

async function inTransactionOf(
  client: pg.Client,
  plan: SchoolPlan,
  work: () => Promise<void>,
): Promise<void> {
  await client.query('begin');
  try {
    await client.query("select set_config('app.tenant', $1, true)", [plan.tenantId]);
    await work();
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

const BIG = [
  'class_members',
  'exams',
  'exam_results',
  'attendance_registers',
  'attendance',
  'students',
  'guardians',
];

async function tidy(client: pg.Client, plans: SchoolPlan[], step: Step): Promise<void> {
  await client.query('update daftar.seeded_schools set done_at = now() where tenant_id = any($1)', [
    plans.map(({ tenantId }) => tenantId),
  ]);
  await client.query(`vacuum (analyze) ${BIG.join(', ')}`);
  step.one();
}

type Step = { one: () => void; rows: OnRows };

function reporter(onProgress: SeedRequest['onProgress']) {
  let rows = 0;
  const report = (step: SeedProgress['step'], of: number): Step => {
    let done = 0;
    const tell = () => onProgress?.({ step, done, of, rows });
    return {
      one: () => {
        done += 1;
        tell();
      },
      rows: (more) => {
        rows += more;
        tell();
      },
    };
  };
  return Object.assign(report, { rows: () => rows });
}

// Each connection takes the next piece of work when it is free; the first failure ends all.
async function spread<T>(
  clients: readonly pg.Client[],
  work: readonly T[],
  step: Step,
  run: (client: pg.Client, item: T) => Promise<void>,
): Promise<void> {
  const waiting = [...work];
  await Promise.all(
    clients.map(async (client) => {
      for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
        await run(client, item).catch((error: unknown) => {
          waiting.length = 0;
          throw error;
        });
        step.one();
      }
    }),
  );
}
