import type { Queryable } from '../../../tenancy/index.ts';
import { BILLED_ROWS, SCHOOL_NAMES } from '../../sql/figures.ts';
import { addMonths, type Month, monthOf, monthStart } from '../months.ts';
import type { MovementKind } from '../movements.ts';
import { cohortsOf } from './cohorts.ts';
import { MOVEMENT_KINDS } from './monthly-movements.ts';
import { type Movement, type MrrBySchool, mrrBefore } from './movement-history.ts';
import { readMovements } from './read-figures.ts';

/** Which rows: the schools that pay, movements of a kind or of all, who stayed and who left, or what was billed as used or once. */
export const FIGURE_ROWS = [
  'schools',
  'movements',
  ...MOVEMENT_KINDS,
  'retention',
  'usage',
  'once',
  'cohort',
] as const;
export type FigureRowsOf = (typeof FIGURE_ROWS)[number];

/** The lines of invoices that are not recurring revenue. */
const BILLED_KINDS: Partial<Record<FigureRowsOf, string[]>> = {
  usage: ['student_overage', 'storage_overage', 'metered', 'late_usage'],
  once: ['setup'],
};

export type RowsQuestion = {
  of: FigureRowsOf;
  /** The last month, and how many months it looks back over. */
  month: Month;
  span: number;
  /** For a cohort: the month in which its schools began. */
  cohort?: Month | undefined;
};

/** One row behind a figure; what does not apply to the kind of row is absent. */
export type FigureRow = {
  tenantId: string;
  name: string;
  nameAr: string | undefined;
  subdomain: string;
  at?: string;
  kind?: string;
  reason?: string;
  beforeCents?: number;
  afterCents?: number;
  /** What the figure is the sum of. */
  cents: number;
};

type Bare = Omit<FigureRow, 'name' | 'nameAr' | 'subdomain'>;

/** The rows that a figure is made of, with the sum of their cents. In the platform's scope. */
export async function rowsBehind(
  database: Queryable,
  question: RowsQuestion,
): Promise<{ rows: FigureRow[]; totalCents: number }> {
  const from = monthStart(addMonths(question.month, 1 - question.span));
  const until = monthStart(addMonths(question.month, 1));
  const kinds = BILLED_KINDS[question.of];
  const bare = kinds
    ? await billedRows(database, [from, until, kinds])
    : movementRows(await readMovements(database), question, from, until);
  const { rows: schools } = await database.query(SCHOOL_NAMES, [bare.map(({ tenantId }) => tenantId)]);
  const names = new Map(schools.map((school) => [school.id, school]));
  const rows = bare.map((row) => {
    const school = names.get(row.tenantId);
    return {
      ...row,
      name: school?.name ?? row.tenantId,
      nameAr: school?.nameAr ?? undefined,
      subdomain: school?.subdomain ?? '',
    };
  });
  return { rows, totalCents: rows.reduce((sum, { cents }) => sum + cents, 0) };
}

function movementRows(movements: Movement[], question: RowsQuestion, from: Date, until: Date): Bare[] {
  const { of } = question;
  if (of === 'schools') {
    return [...mrrBefore(movements, until)]
      .map(([tenantId, cents]) => ({ tenantId, cents }))
      .sort((a, b) => b.cents - a.cents);
  }
  if (of === 'retention') return compared(mrrBefore(movements, from), mrrBefore(movements, until));
  if (of === 'cohort') return cohortRows(movements, question, until);
  return movements
    .filter(
      ({ at, kind }) => at >= from && at < until && (of === 'movements' || kind === (of as MovementKind)),
    )
    .map(({ tenantId, at, kind, reason, deltaCents, mrrCents }) => ({
      tenantId,
      at: at.toISOString(),
      kind,
      reason,
      beforeCents: mrrCents - deltaCents,
      afterCents: mrrCents,
      cents: deltaCents,
    }));
}

function cohortRows(movements: Movement[], { cohort, month }: RowsQuestion, until: Date): Bare[] {
  const own = cohortsOf(movements, month).find((entry) => entry.month === cohort);
  if (!own) return [];
  const starts = new Map<string, number>();
  for (const { tenantId, mrrCents, at } of movements)
    if (!starts.has(tenantId)) starts.set(tenantId, monthOf(at) === own.month ? mrrCents : 0);
  const began = new Map([...starts].filter(([, cents]) => cents > 0));
  return compared(began, mrrBefore(movements, until)).map((row) => ({ ...row, cents: row.afterCents ?? 0 }));
}

function compared(start: MrrBySchool, end: MrrBySchool): Bare[] {
  return [...start]
    .map(([tenantId, beforeCents]) => {
      const afterCents = end.get(tenantId) ?? 0;
      return { tenantId, beforeCents, afterCents, cents: afterCents - beforeCents };
    })
    .sort((a, b) => Math.abs(b.cents) - Math.abs(a.cents));
}

async function billedRows(
  database: Queryable,
  span: [from: Date, until: Date, kinds: string[]],
): Promise<Bare[]> {
  const { rows } = await database.query(BILLED_ROWS, span);
  return rows.map((row) => ({
    tenantId: row.tenantId,
    at: row.at.toISOString(),
    kind: row.kind,
    reason: row.reason,
    cents: Number(row.deltaCents),
  }));
}
