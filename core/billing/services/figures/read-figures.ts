import type { Queryable } from '../../../tenancy/index.ts';
import { ALL_MOVEMENTS, BILLED_BY_MONTH } from '../../sql/figures.ts';
import { addMonths, type Month, monthOf, monthStart, monthsFrom } from '../months.ts';
import { type Cohort, cohortsOf } from './cohorts.ts';
import {
  inputsOfMonths,
  type KpiInput,
  readAssumptions,
  readInputs,
  type SavedAssumptions,
} from './kpi-inputs.ts';
import { type MovementMonth, monthlyMovements } from './monthly-movements.ts';
import { inOrderOfTime, type Movement, mrrBefore } from './movement-history.ts';
import { type Assumptions, type ProjectionMonth, projectionOf } from './projection.ts';
import { type MrrProof, proveMrr } from './prove-mrr.ts';
import { type Retention, retentionOf, share } from './retention.ts';
import { type Economics, economicsOf } from './unit-economics.ts';

/** How many months a figure looks back over: churn, retention and the cost of a new school. */
export type Span = 1 | 3 | 12;
export type FiguresQuestion = { month?: Month | undefined; span?: Span | undefined };

export type FigureMonth = MovementMonth & {
  economics: Economics;
  /** Of this one month, and over the span that ends with it. */
  logoChurn: string | undefined;
  retention: Retention;
  /** Billed in the month and no recurring revenue. */
  usageCents: number;
  onceCents: number;
};

export type Figures = {
  month: Month;
  span: Span;
  /** True while the month still runs. */
  isRunning: boolean;
  /** The twelve months before the month, and the month itself at the end. */
  months: FigureMonth[];
  cohorts: Cohort[];
  proof: MrrProof;
  inputs: KpiInput[];
  assumptions: { content: Assumptions; saved: Omit<SavedAssumptions, 'content'> | undefined };
  projection: ProjectionMonth[];
};

const SHOWN_MONTHS = 13;

/** All figures of the dashboard. Months are UTC; the month that runs now is the default. In the platform's scope. */
export async function readFigures(
  database: Queryable,
  question: FiguresQuestion,
  now: Date,
): Promise<Figures> {
  const running = monthOf(now);
  const { month = running, span = 1 } = question;
  const movements = await readMovements(database);
  const inputs = await readInputs(database);
  const first = addMonths(month, 1 - SHOWN_MONTHS);
  const billed = await database.query(BILLED_BY_MONTH, [monthStart(first), monthStart(addMonths(month, 1))]);
  // One more span in front, so that the first month shown can look back too.
  const all = monthlyMovements(movements, monthsFrom(addMonths(first, 1 - span), month));
  const months = all.slice(span - 1).map((entry, index): FigureMonth => {
    const looked = all.slice(index, index + span);
    const start = mrrBefore(movements, monthStart(addMonths(entry.month, 1 - span)));
    const end = mrrBefore(movements, monthStart(addMonths(entry.month, 1)));
    const own = billed.rows.find((row) => row.month === entry.month);
    return {
      ...entry,
      economics: economicsOf({
        mrrCents: entry.closedCents,
        schools: entry.schools,
        lostSchools: sumBy(looked, ({ lostSchools }) => lostSchools),
        openedSchools: sumBy(looked, ({ openedSchools }) => openedSchools),
        newSchools: sumBy(looked, ({ counts }) => counts.new),
        ...inputsOfMonths(inputs, { last: entry.month, count: span }),
      }),
      logoChurn: share(entry.lostSchools, entry.openedSchools),
      retention: retentionOf(start, end),
      usageCents: Number(own?.usageCents ?? 0),
      onceCents: Number(own?.onceCents ?? 0),
    };
  });
  const saved = await readAssumptions(database);
  const content = saved?.content ?? suggest(months);
  const last = months.at(-1);
  return {
    month,
    span,
    isRunning: month === running,
    months,
    cohorts: cohortsOf(movements, month),
    proof: await proveMrr(database, mrrBefore(movements, new Date(8.64e15)), now),
    inputs,
    assumptions: { content, saved: saved && { updatedBy: saved.updatedBy, updatedAt: saved.updatedAt } },
    projection: projectionOf(
      { month, schools: last?.schools ?? 0, mrrCents: last?.closedCents ?? 0 },
      content,
    ),
  };
}

/** Every movement in the order of time. */
export async function readMovements(database: Queryable): Promise<Movement[]> {
  const { rows } = await database.query(ALL_MOVEMENTS);
  return inOrderOfTime(
    rows.map((row) => ({ ...row, deltaCents: Number(row.deltaCents), mrrCents: Number(row.mrrCents) })),
  );
}

// What was, goes on: the start for somebody who has saved no assumptions yet.
function suggest(months: FigureMonth[]): Assumptions {
  const recent = months.slice(-3);
  const { economics } = months.at(-1) ?? {};
  const churn = Number(economics?.churnMonthly ?? 0) * 100;
  return {
    newSchools: String(Math.round((sumBy(recent, ({ counts }) => counts.new) / recent.length) * 10) / 10),
    growthPercent: '0',
    churnPercent: String(Math.round(churn * 100) / 100),
    arpaCents: economics?.arpaCents ?? 0,
    acquisitionCostCents: economics?.acquisitionCostCents ?? 0,
    marginPercent: '80',
  };
}

function sumBy<T>(list: T[], of: (entry: T) => number): number {
  return list.reduce((sum, entry) => sum + of(entry), 0);
}
