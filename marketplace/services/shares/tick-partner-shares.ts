import { recordShares } from './record-shares.ts';
import { type ShareTools, sendTransfers } from './send-transfers.ts';

/** One round: what was collected becomes partners' rights, and rights become transfers. Bears running in several processes. */
export async function tickPartnerShares(
  tools: ShareTools,
  now: Date,
): Promise<{ entries: number; sent: number }> {
  const entries = await recordShares(tools.pool);
  return { entries, sent: await sendTransfers(tools, now) };
}
