import { type Column, type Grid, shownMark } from './grid-model.ts';

/** The average score of a column as it is on the page now, with one decimal; empty without scores. */
export function columnMean(grid: Grid, { key }: Column): string {
  const scores: number[] = [];
  for (const student of new Set([...grid.bases.keys(), ...grid.drafts.keys()])) {
    const mark = shownMark(grid.bases.get(student)?.get(key), grid.drafts.get(student)?.get(key));
    if (mark?.scoreHundredths !== undefined) scores.push(mark.scoreHundredths);
  }
  if (scores.length === 0) return '';
  const mean = scores.reduce((total, score) => total + score, 0) / scores.length / 100;
  return (Math.round(mean * 10) / 10).toFixed(1);
}
