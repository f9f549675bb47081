import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { formatProblem, type ImportResult, importPackage, recordCommandRun } from '../../interop/index.ts';
import { AppError } from '../../kernel/index.ts';
import { asSystem, asTenant, findTenant, poolOf } from '../../tenancy/index.ts';
import { withPayload } from './tenants.ts';

export type ImportOptions = {
  path: string;
  tenant: string;
  dryRun?: boolean;
  confirmRemoval?: boolean;
  language: 'en' | 'ar';
  json?: boolean;
};

/** `daftar import oneroster` */
export async function importCommand(options: ImportOptions): Promise<void> {
  const result = await withPayload(async (payload) => {
    const pool = poolOf(payload);
    const tenant = await asSystem(() => findTenant(pool, { kind: 'tenant', subdomain: options.tenant }));
    if (!tenant) throw new AppError('tenant.unknown', { subdomain: options.tenant });
    return asTenant(tenant, async () => {
      const id = randomUUID();
      const fileName = path.basename(options.path);
      const outcome = await importPackage(pool, {
        run: { id, fileName, actor: { kind: 'system' } },
        source: path.resolve(options.path),
        dryRun: options.dryRun === true,
        removalConfirmed: options.confirmRemoval === true,
        progress: async (step, percent) => {
          if (!options.json) console.log(`${String(percent).padStart(3)} %  ${step}`);
        },
      });
      await recordCommandRun(pool, {
        id,
        fileName,
        dryRun: options.dryRun === true,
        result: outcome,
      });
      return outcome;
    });
  });
  report(result, options);
  process.exit(result.status === 'done' ? 0 : 1);
}

function report(result: ImportResult, options: ImportOptions): void {
  for (const problem of result.problems)
    console.error(`${problem.severity}: ${formatProblem(problem, options.language)}`);
  if (result.guard)
    console.error(
      new AppError('import.removal_guard', result.guard).message,
      'Repeat with --confirm-removal.',
    );
  const column = (name: 'created' | 'updated' | 'unchanged' | 'removed') =>
    Object.fromEntries(Object.entries(result.counts).map(([entity, counts]) => [entity, counts[name]]));
  if (options.json) {
    const bySeverity = (severity: 'warning' | 'error') =>
      result.problems
        .filter((problem) => problem.severity === severity)
        .reduce<Record<string, number>>((sum, problem) => {
          const file = problem.file?.replace(/\.csv$/, '') ?? 'package';
          return Object.assign(sum, { [file]: (sum[file] ?? 0) + 1 });
        }, {});
    console.log(
      JSON.stringify({
        status: result.status,
        dryRun: options.dryRun === true,
        created: column('created'),
        updated: column('updated'),
        unchanged: column('unchanged'),
        removed: column('removed'),
        warnings: bySeverity('warning'),
        errors: bySeverity('error'),
      }),
    );
    return;
  }
  console.table(result.counts);
  if (result.status === 'rejected')
    console.log('Nothing was imported: correct the errors above and try again.');
  else if (options.dryRun) console.log('This was a check; nothing was written.');
}
