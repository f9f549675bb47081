import { type ChainReport, verifyReceipts } from '../../../marketplace/worker.ts';
import { AppError } from '../../kernel/index.ts';
import { poolOf } from '../../tenancy/index.ts';
import { withPayload } from './tenants.ts';

export type VerifyReceiptsOptions = { tenant?: string; json?: boolean };

/** `daftar receipts verify`: computes the chains again, names the first broken link of each school; ends with 1 when there is one. */
export async function verifyReceiptsCommand({ tenant, json }: VerifyReceiptsOptions): Promise<void> {
  const reports = await withPayload((payload) => verifyReceipts(poolOf(payload), tenant));
  if (tenant !== undefined && reports.length === 0)
    throw new AppError('tenant.unknown', { subdomain: tenant });
  for (const report of reports) console.log(json ? JSON.stringify(report) : sentence(report));
  process.exit(reports.every(({ ok }) => ok) ? 0 : 1);
}

function sentence({ school, receipts, head, broken }: ChainReport): string {
  if (broken)
    return `${school}: BROKEN at receipt ${broken.sequence} (${broken.kind}). ${broken.detail} ${receipts} before it are intact.`;
  return receipts === 0
    ? `${school}: no receipts yet.`
    : `${school}: ${receipts} receipts are intact; the last hash is ${head}.`;
}
