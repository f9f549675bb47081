import { AppError } from '../../kernel/index.ts';
import { createLogger } from '../../observability/index.ts';
import { archiveOldRows, rebuildRollups } from '../../school/worker.ts';
import { asSystem, asTenant, findTenant, poolOf, TENANT_COLUMNS, tenantInfo } from '../../tenancy/index.ts';
import { migrate } from '../database/migrate.ts';
import { addYearPartitions, partitionState } from '../database/year-partitions.ts';
import { openDatabaseForCommand, openSettings } from '../embedded/environment.ts';
import { withPayload } from './tenants.ts';

/** `daftar partitions`: makes the partitions of the coming years and ends with 1 when something is still wrong. */
export async function partitionsCommand(options: { json?: boolean }): Promise<void> {
  const settings = openSettings();
  const database = await openDatabaseForCommand(settings);
  let added: number;
  try {
    await migrate(database.urls.migration);
    added = await addYearPartitions(database.urls.migration);
  } finally {
    await database.stop();
  }
  const state = await withPayload((payload) => partitionState(poolOf(payload)));
  if (options.json) console.log(JSON.stringify({ added, ...state }));
  else
    console.log(
      [`${added} partitions were made; the last year with one is ${state.lastYear}.`, ...state.alarms].join(
        '\n',
      ),
    );
  process.exit(state.alarms.length === 0 ? 0 : 1);
}

/** `daftar archive`: moves old rows now; with a school and a number of years it sets that school's clock instead. */
export async function archiveCommand(options: {
  tenant?: string;
  keepYears?: number;
  json?: boolean;
}): Promise<void> {
  const { tenant: subdomain, keepYears } = options;
  const outcome = await withPayload(async (payload) => {
    const pool = poolOf(payload);
    if (subdomain !== undefined && keepYears !== undefined) {
      const { rowCount } = await asSystem(() =>
        pool.query('update tenants set archive_after_years = $2 where subdomain = $1', [
          subdomain,
          keepYears,
        ]),
      );
      if (rowCount === 0) throw new AppError('tenant.unknown', { subdomain });
      return { subdomain, keepYears };
    }
    return archiveOldRows({ pool, logger: createLogger('warn'), seconds: 3600 });
  });
  if (options.json) console.log(JSON.stringify(outcome));
  else if ('moved' in outcome)
    console.log(
      `${outcome.moved.toLocaleString('en')} rows were moved to the archive${outcome.isComplete ? '' : '; there are more, or another process is at it'}.`,
    );
  else console.log(`The school ${subdomain} keeps ${keepYears} years at hand from now on.`);
  process.exit(0);
}

/** `daftar rollups rebuild`: counts the numbers of classes anew, of one school or of all. */
export async function rebuildRollupsCommand(options: { tenant?: string; json?: boolean }): Promise<void> {
  const schools = await withPayload(async (payload) => {
    const pool = poolOf(payload);
    if (options.tenant !== undefined) {
      const subdomain = options.tenant;
      const tenant = await asSystem(() => findTenant(pool, { kind: 'tenant', subdomain }));
      if (!tenant) throw new AppError('tenant.unknown', { subdomain });
      await asTenant(tenant, () => rebuildRollups(pool));
      return 1;
    }
    const { rows } = await asSystem(() =>
      pool.query(`select t.id, ${TENANT_COLUMNS} from tenants t where t.status in ('trial', 'active')`),
    );
    for (const row of rows) await asTenant(tenantInfo(row), () => rebuildRollups(pool));
    return rows.length;
  });
  console.log(
    options.json ? JSON.stringify({ schools }) : `The numbers of ${schools} schools were counted anew.`,
  );
  process.exit(0);
}
