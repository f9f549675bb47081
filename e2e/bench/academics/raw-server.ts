import { createServer } from 'node:http';
import pg from 'pg';
import { parseListQuery } from '../../../core/interop/rest/parse-query.ts';
import { listStatement } from '../../../core/interop/rest/sql/statement.ts';
import { asTenant, prepared, ScopedPool, type TenantInfo } from '../../../core/tenancy/index.ts';

/*
 * The baselines of the hot read: node:http and pg, nothing else. Its configuration is the first argument, as JSON:
 *   same    the statement of our endpoint, on connections that are the school's from the beginning
 *   plain   the same rows by a statement of its own past the wall, the school in its condition
 *   scoped  the plain statement without that condition, through the scoped pool: row-level security and scope
 * All prepare their statement and keep its plan, as the product does with its hot reads.
 */
export type RawConfiguration = {
  mode: 'same' | 'plain' | 'scoped';
  adminUrl: string;
  applicationUrl: string;
  tenant: TenantInfo;
};

const configuration = JSON.parse(process.argv[2] ?? '{}') as RawConfiguration;
const { mode, tenant } = configuration;
const pool = openPool(configuration);

const plainSql = (condition: string) => `
  select r.id, r.updated_at, r.date, r.score_hundredths, r.status, r.comment, r.exam_id, r.student_id, e.title, e.class_offering_id, e.total_marks
    from exam_results r join exams e on e.id = r.exam_id ${condition === '' ? '' : 'and e.tenant_id = r.tenant_id'}
   where ${condition} r.student_id = $1 and r.date >= $2 order by r.created_at, r.id desc limit 100`;

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://baseline');
  answer(url).then(
    (body) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(body);
    },
    (error: Error) => {
      response.writeHead(500);
      response.end(error.message);
    },
  );
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`ready ${typeof address === 'object' ? address?.port : ''}\n`);
});
process.once('SIGTERM', () => process.exit(0));

function openPool({ adminUrl, applicationUrl }: RawConfiguration): pg.Pool {
  const keeping = '-c plan_cache_mode=force_generic_plan';
  if (mode === 'plain') return new pg.Pool({ connectionString: adminUrl, max: 12, options: keeping });
  if (mode === 'scoped')
    return new ScopedPool({ connectionString: applicationUrl, max: 12, options: keeping });
  const options = `${keeping} -c role=app_tenant -c app.tenant=${tenant.id} -c app.realm=school`;
  return new pg.Pool({ connectionString: applicationUrl, max: 12, options });
}

async function answer(url: URL): Promise<string> {
  if (mode === 'same') {
    const statement = listStatement(
      { base: 'http://baseline/ims/oneroster', guardians: false },
      'results',
      parseListQuery(url.searchParams),
      [],
    );
    return String((await pool.query(statement)).rows[0].body);
  }
  const values = [url.searchParams.get('student'), url.searchParams.get('from')];
  const rows = async (statement: pg.QueryConfig) => JSON.stringify((await pool.query(statement)).rows);
  if (mode === 'plain') return rows(prepared(plainSql('r.tenant_id = $3 and'), [...values, tenant.id]));
  return asTenant(tenant, () => rows(prepared(plainSql(''), values)));
}
