import { publishEvents, schoolFacts } from '../../jobs/index.ts';
import type { Queryable } from '../../tenancy/index.ts';
import {
  COUNT_REACHED,
  DAYS_OF_PUPILS,
  KEEP_REACHED,
  REACHED_BEFORE,
  RULES_OF_PUPILS,
  WITHDRAW_REACHED,
} from '../sql/thresholds.ts';
import { type DerivedDay, matters } from './derive-days.ts';
import { composeLetter, type Letter } from './letter.ts';
import { THRESHOLD_REACHED } from './threshold-events.ts';
import { type CountedDay, type Measure, reachedSteps } from './threshold-steps.ts';

/** Counts the pupils of changed days again, where the change can matter, in the transaction of the change. */
export async function followThresholds(client: Queryable, days: readonly DerivedDay[]): Promise<void> {
  const changed = days.filter(matters);
  await countPupils(
    client,
    changed.map(({ student }) => student),
    changed.map(({ date }) => date),
  );
}

/**
 * Counts pupils against the school's thresholds in the years and terms of these dates, in the caller's transaction, which
 * holds the pupils' rows: what is newly reached is kept with its letter and told once, what is no longer reached is
 * withdrawn. Doing it again changes nothing.
 */
export async function countPupils(
  client: Queryable,
  pupils: readonly string[],
  dates: readonly string[],
): Promise<void> {
  if (pupils.length === 0) return;
  // Most registers have an absence in them, and a school without thresholds pays nothing for that.
  const { rows: active } = await client.query('select from attendance_threshold_rules where active limit 1');
  if (active.length === 0) return;
  const { rows } = await client.query(RULES_OF_PUPILS, [[...new Set(pupils)], [...new Set(dates)]]);
  if (rows.length === 0) return;
  const places = rows as Place[];
  const daysOf = await readDays(client, places);
  const known = await readKnown(client, places);
  const fresh: Fresh[] = [];
  const withdrawn: string[] = [];
  const counts: { id: string; count: number }[] = [];
  for (const place of places) {
    const rule = {
      measure: place.measure,
      latesPerDay: Number(place.lates_per_day),
      minDays: Number(place.min_days),
    };
    const steps = place.steps.map((step) => ({ ...step, at: Number(step.at) }));
    const reached = new Map(reachedSteps(rule, steps, daysOf(place)).map((step) => [step.step, step]));
    for (const step of steps) {
      const before = known.get(keyOf(step.id, place.student, place.period));
      const now = reached.get(step.id);
      if (now && (before === undefined || before.withdrawn)) {
        const letter = composeLetter({ place, step, on: now.on, count: now.count });
        fresh.push({
          ...now,
          rule: place.rule,
          student: place.student,
          period: place.period,
          code: step.code,
          letter,
        });
      } else if (now && before && before.count !== now.count)
        counts.push({ id: before.id, count: now.count });
      else if (!now && before && !before.withdrawn) withdrawn.push(before.id);
    }
  }
  if (withdrawn.length > 0) await client.query(WITHDRAW_REACHED, [withdrawn]);
  if (counts.length > 0) await client.query(COUNT_REACHED, [JSON.stringify(counts)]);
  if (fresh.length > 0) await keepFresh(client, fresh);
}

type StepOfRule = {
  id: string;
  at: number;
  code: string;
  title: string;
  titleAr: string;
  letter: string | null;
  letterAr: string | null;
};
/** A pupil, a rule that concerns the pupil, and the year or term it is counted over. */
type Place = {
  rule: string;
  title: string;
  title_ar: string;
  measure: Measure;
  lates_per_day: string;
  min_days: string;
  period: string;
  period_title: string;
  start_date: string;
  end_date: string;
  student: string;
  display_name: string;
  display_name_ar: string | null;
  admission_number: string;
  class: string | null;
  class_ar: string | null;
  steps: StepOfRule[];
};
type Known = { id: string; withdrawn: boolean; count: number };
type Fresh = {
  step: string;
  on: string;
  count: number;
  rule: string;
  student: string;
  period: string;
  code: string;
  letter: Letter;
};

const keyOf = (step: string, student: string, period: string) => `${step} ${student} ${period}`;

async function readDays(client: Queryable, places: Place[]): Promise<(place: Place) => CountedDay[]> {
  const first = places.map(({ start_date }) => start_date).sort()[0];
  const last = places
    .map(({ end_date }) => end_date)
    .sort()
    .at(-1);
  const { rows } = await client.query(DAYS_OF_PUPILS, [
    [...new Set(places.map(({ student }) => student))],
    first,
    last,
  ]);
  const days = Map.groupBy(rows as (CountedDay & { student: string })[], ({ student }) => student);
  return ({ student, start_date, end_date }) =>
    (days.get(student) ?? []).filter(({ date }) => date >= start_date && date <= end_date);
}

async function readKnown(client: Queryable, places: Place[]): Promise<Map<string, Known>> {
  const { rows } = await client.query(REACHED_BEFORE, [
    [...new Set(places.map(({ student }) => student))],
    [...new Set(places.map(({ period }) => period))],
  ]);
  return new Map(
    rows.map((row) => [
      keyOf(row.step, row.student, row.period),
      { id: row.id, withdrawn: row.withdrawn, count: row.count },
    ]),
  );
}

async function keepFresh(client: Queryable, fresh: Fresh[]): Promise<void> {
  const { rows } = await client.query(KEEP_REACHED, [JSON.stringify(fresh)]);
  const idOf = new Map(rows.map((row) => [keyOf(row.step, row.student, row.period), row.id as string]));
  await publishEvents(
    client,
    fresh.map(({ step, student, period, on, count, code, letter }) => ({
      type: THRESHOLD_REACHED,
      // A mark that is corrected to and fro leads back to the same day: the family is told once.
      dedupeKey: `${step}:${student}:${period}:${on}`,
      payload: {
        reachedId: idOf.get(keyOf(step, student, period)) ?? '',
        studentId: student,
        code,
        title: letter.en.title,
        titleAr: letter.ar.title,
        count,
        date: on,
        ...schoolFacts(),
      },
    })),
  );
}
