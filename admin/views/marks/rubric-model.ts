import type { Level, Question } from '../../../core/gradebook/index.ts';

type Named = { title: string; titleAr?: string };

/** A title in the language of the reader. */
export function titleIn({ title, titleAr }: Named, language: 'en' | 'ar'): string {
  return language === 'ar' ? titleAr || title : title;
}

/** The sum of the chosen levels in hundredths; undefined while a criterion has none. */
export function sumOfLevels(scores: readonly (number | null)[], criteria: number): number | undefined {
  const chosen = Array.from({ length: criteria }, (_, index) => scores[index] ?? null);
  if (criteria === 0 || chosen.includes(null)) return undefined;
  return chosen.reduce<number>((sum, score) => sum + (score ?? 0), 0);
}

/** What a rubric is worth in all, in hundredths. */
export function worthOf(criteria: readonly Question[]): number {
  return criteria.reduce((sum, { maxHundredths }) => sum + maxHundredths, 0);
}

/** A criterion whose maximum is its highest level, as the server wants it; empty Arabic titles are left out. */
export function tidyCriterion({ title, titleAr, levels = [] }: Question): Question {
  return {
    ...named({ title, titleAr }),
    maxHundredths: Math.max(0, ...levels.map(({ points }) => points)),
    levels: levels
      .map(({ points, ...level }): Level => ({ ...named(level), points }))
      .toSorted((one, other) => other.points - one.points),
  };
}

/** True when a rubric can be saved: every criterion and level is named, and no two levels of one have the same points. */
export function isComplete(criteria: readonly Question[]): boolean {
  return criteria.every(
    ({ title, levels = [] }) =>
      title.trim() !== '' &&
      levels.length > 1 &&
      levels.every((level) => level.title.trim() !== '') &&
      new Set(levels.map(({ points }) => points)).size === levels.length &&
      levels.some(({ points }) => points > 0),
  );
}

function named({ title, titleAr }: Named): Named {
  const arabic = titleAr?.trim();
  return { title: title.trim(), ...(arabic ? { titleAr: arabic } : {}) };
}
