import { AppError } from '../../kernel/index.ts';
import { rebuildSearch } from '../../search/index.ts';
import { asSystem, asTenant, poolOf, tenantInfo } from '../../tenancy/index.ts';
import { withPayload } from './tenants.ts';

/**
 * `daftar search rebuild`: writes the words under which records are found anew, school by school. The triggers keep them
 * current; this is for a database restored without them and for a release that folds differently. Suspended schools are left out.
 */
export async function rebuildSearchCommand({ tenant }: { tenant?: string }): Promise<void> {
  await withPayload(async (payload) => {
    const pool = poolOf(payload);
    const { rows } = await asSystem(() =>
      pool.query(
        "select * from tenants where ($1::text is null or subdomain = $1) and status in ('trial', 'active') order by subdomain",
        [tenant ?? null],
      ),
    );
    if (tenant !== undefined && rows.length === 0)
      throw new AppError('tenant.unknown', { subdomain: tenant });
    for (const row of rows) {
      const started = performance.now();
      await asTenant(tenantInfo(row), () => rebuildSearch(pool));
      console.log(`${row.subdomain}: rebuilt in ${Math.round(performance.now() - started)} ms.`);
    }
  });
  process.exit(0);
}
