import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { exportOneRoster } from '../../interop/index.ts';
import { AppError } from '../../kernel/index.ts';
import { asSystem, asTenant, findTenant, poolOf } from '../../tenancy/index.ts';
import { withPayload } from './tenants.ts';

export type ExportOptions = {
  tenant: string;
  out: string;
  changes?: boolean;
  since?: string;
  json?: boolean;
};

/** `daftar export oneroster` */
export async function exportCommand(options: ExportOptions): Promise<void> {
  const since = options.since === undefined ? undefined : new Date(options.since);
  if (since && Number.isNaN(since.getTime()))
    throw new AppError('request.invalid', { reason: 'since: not a date and time' });
  const counts = await withPayload(async (payload) => {
    const pool = poolOf(payload);
    const tenant = await asSystem(() => findTenant(pool, { kind: 'tenant', subdomain: options.tenant }));
    if (!tenant) throw new AppError('tenant.unknown', { subdomain: options.tenant });
    return asTenant(tenant, async () => {
      const { zip, counts: rows } = await exportOneRoster(pool, {
        what: since ? { since } : options.changes ? 'changes' : 'everything',
        actor: { kind: 'system' },
      });
      const [written] = await Promise.all([
        rows,
        pipeline(zip, createWriteStream(path.resolve(options.out), { mode: 0o600 })),
      ]);
      return written;
    });
  });
  if (options.json) console.log(JSON.stringify({ file: options.out, rows: counts }));
  else {
    console.table(counts);
    console.log(`Written to ${options.out}. It holds personal data: keep it safe.`);
  }
  process.exit(0);
}
