import { type PlanContext, report, textOf } from './plan-context.ts';
import type { ReadRow } from './sheet-types.ts';

/**
 * The Qatar ID that a row brings, for the record it belongs to. One number is one person of the school: what another record
 * or an earlier row has is reported and left out, and the rest of the row stays.
 */
export async function qidOfRows(
  { client, ...context }: PlanContext,
  table: 'students' | 'teachers',
  rows: readonly ReadRow[],
): Promise<(row: ReadRow, knownId: string | undefined) => string | undefined> {
  const brought = rows.flatMap((row) => textOf(row, 'qid') ?? []);
  const { rows: stored } = await client.query(`select id, qid from ${table} where qid = any($1)`, [brought]);
  const holder = new Map(stored.map((row) => [String(row.qid), String(row.id)]));
  const firstRow = new Map<string, number>();
  return (row, knownId) => {
    const qid = textOf(row, 'qid');
    if (qid === undefined) return undefined;
    const first = firstRow.get(qid);
    const isTaken = holder.has(qid) && holder.get(qid) !== knownId;
    if (first !== undefined)
      report({ client, ...context }, row, 'qid', 'duplicate', { firstRow: first }, 'warning');
    else if (isTaken) report({ client, ...context }, row, 'qid', 'qid_taken', {}, 'warning');
    if (first !== undefined || isTaken) return undefined;
    firstRow.set(qid, row.number);
    return qid;
  };
}
