import { importPackage } from '../../../core/interop/index.ts';
import { asTenant, ScopedPool, type TenantInfo } from '../../../core/tenancy/index.ts';

// Imports the folder of the second argument into the school of the third on the database of the first; prints what it took.
const [url, folder = '', school = '{}'] = process.argv.slice(2);
const pool = new ScopedPool({ connectionString: url, max: 4, statement_timeout: 600_000 });
const begun = performance.now();
const result = await asTenant(JSON.parse(school) as TenantInfo, () =>
  importPackage(pool, { source: folder, dryRun: false, removalConfirmed: true }),
);
const seconds = (performance.now() - begun) / 1000;
const { status, counts, problems } = result;
const megabytes = process.resourceUsage().maxRSS / 1024;
process.stdout.write(
  `ready ${JSON.stringify({ status, counts, seconds, megabytes, problems: problems.slice(0, 3) })}\n`,
);
await pool.end();
