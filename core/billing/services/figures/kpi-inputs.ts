import type pg from 'pg';
import { recordAudit } from '../../../observability/index.ts';
import { inTransaction, type Queryable, type Staff } from '../../../tenancy/index.ts';
import { READ_ASSUMPTIONS, READ_INPUTS, SAVE_ASSUMPTIONS, SAVE_INPUT } from '../../sql/figures.ts';
import { addMonths, type Month } from '../months.ts';
import { type Assumptions, assumptionsContent } from './projection.ts';

/** What staff enter for a month: what winning schools cost, and what remains of revenue after its direct costs. */
export type KpiInput = { month: Month; acquisitionCents: number; marginPercent: string; updatedBy: string };

/** All months that have inputs, the newest first. */
export async function readInputs(database: Queryable): Promise<KpiInput[]> {
  const { rows } = await database.query(READ_INPUTS);
  return rows.map((row) => ({ ...row, acquisitionCents: Number(row.acquisitionCents) }));
}

type By = { staff: Staff; now: Date };

/** Writes the inputs of a month, over those it had. */
export async function saveInput(
  pool: pg.Pool,
  input: Omit<KpiInput, 'updatedBy'>,
  { staff, now }: By,
): Promise<void> {
  const { month, acquisitionCents, marginPercent } = input;
  await inTransaction(pool, async (client) => {
    await client.query(SAVE_INPUT, [month, acquisitionCents, marginPercent, staff.label, now]);
    await recordAudit(client, {
      category: 'admin',
      action: 'figures.save_input',
      actor: { kind: 'staff', ...staff },
      subject: { collection: 'kpi-inputs', label: month },
      after: { acquisitionCents, marginPercent },
    });
  });
}

/** Of the months from `first` to `last`: the sum of what winning schools cost, and the newest margin up to the last month. */
export function inputsOfMonths(
  inputs: KpiInput[],
  { last, count }: { last: Month; count: number },
): { acquisitionCents: number | undefined; marginPercent: string | undefined } {
  const first = addMonths(last, 1 - count);
  const own = inputs.filter(({ month }) => month >= first && month <= last);
  return {
    // A month without an entry is unknown and not free: the cost of one school would be too low.
    acquisitionCents:
      own.length === count ? own.reduce((sum, { acquisitionCents }) => sum + acquisitionCents, 0) : undefined,
    marginPercent: inputs.find(({ month }) => month <= last)?.marginPercent,
  };
}

export type SavedAssumptions = { content: Assumptions; updatedBy: string; updatedAt: string };

/** The assumptions that the staff share; undefined until somebody saved some. */
export async function readAssumptions(database: Queryable): Promise<SavedAssumptions | undefined> {
  const { rows } = await database.query(READ_ASSUMPTIONS);
  const [row] = rows;
  const content = assumptionsContent.safeParse(row?.content);
  if (!row || !content.success) return undefined;
  return { content: content.data, updatedBy: row.updatedBy, updatedAt: row.updatedAt.toISOString() };
}

/** Saves the assumptions for everybody on the staff. */
export async function saveAssumptions(
  pool: pg.Pool,
  content: Assumptions,
  { staff, now }: By,
): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query(SAVE_ASSUMPTIONS, [JSON.stringify(content), staff.label, now]);
    await recordAudit(client, {
      category: 'admin',
      action: 'figures.save_assumptions',
      actor: { kind: 'staff', ...staff },
      subject: { collection: 'kpi-assumptions' },
      after: content,
    });
  });
}
