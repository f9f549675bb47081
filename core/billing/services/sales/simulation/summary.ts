import type { SchoolEffect } from './types.ts';

/** A step of the histogram: schools whose bill changes by so many percent. Ends belong to the step nearer to no change. */
export type EffectStep = { from: number | null; to: number | null; schools: number };

export type SimulationSummary = {
  schools: number;
  paysMore: number;
  paysLess: number;
  same: number;
  /** Cents of all months of all schools. */
  before: number;
  after: number;
  mrrBefore: number;
  mrrAfter: number;
  aboveCeiling: number;
  problems: number;
  steps: EffectStep[];
};

/** The whole in numbers. The steps are of the change of a school's whole bill; no change is a step of its own (0 to 0). */
export function summarise(effects: readonly SchoolEffect[]): SimulationSummary {
  const sum = (value: (effect: SchoolEffect) => number) =>
    effects.reduce((total, effect) => total + value(effect), 0);
  const count = (isOne: (effect: SchoolEffect) => boolean) => effects.filter(isOne).length;
  return {
    schools: effects.length,
    paysMore: count(({ before, after }) => after > before),
    paysLess: count(({ before, after }) => after < before),
    same: count(({ before, after }) => after === before),
    before: sum(({ before }) => before),
    after: sum(({ after }) => after),
    mrrBefore: sum(({ mrrBefore }) => mrrBefore),
    mrrAfter: sum(({ mrrAfter }) => mrrAfter),
    aboveCeiling: count(({ aboveCeiling }) => aboveCeiling !== null),
    problems: count(({ problem }) => problem !== null),
    steps: STEPS.map(([from, to]) => ({ from, to, schools: count((effect) => isIn(effect, from, to)) })),
  };
}

const STEPS: [number | null, number | null][] = [
  [null, -10],
  [-10, -5],
  [-5, 0],
  [0, 0],
  [0, 5],
  [5, 10],
  [10, null],
];

function isIn({ before, after }: SchoolEffect, from: number | null, to: number | null): boolean {
  const difference = after - before;
  if (difference === 0) return from === 0 && to === 0;
  if (from === 0 && to === 0) return false;
  // Compared without dividing: a school that paid nothing and now pays is in the last step.
  const reaches = (percent: number) => difference * 100 - percent * before;
  const isRise = difference > 0;
  if (isRise !== (from !== null && from >= 0)) return false;
  if (isRise) return reaches(from ?? 0) > 0 && (to === null || reaches(to) <= 0);
  return (from === null || reaches(from) >= 0) && reaches(to ?? 0) < 0;
}
