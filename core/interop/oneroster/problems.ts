import type { ProblemText } from './problem-texts.ts';
import { FILE_TEXTS } from './problem-texts-file.ts';
import { MEANING_TEXTS } from './problem-texts-meaning.ts';
import { PACKAGE_TEXTS } from './problem-texts-package.ts';
import { VALUE_TEXTS } from './problem-texts-value.ts';
import type { Problem } from './types.ts';

/** The one catalogue of OneRoster problems: code -> severity, rule and the text in English and Arabic. */
export const PROBLEM_CATALOGUE = {
  ...PACKAGE_TEXTS,
  ...FILE_TEXTS,
  ...VALUE_TEXTS,
  ...MEANING_TEXTS,
} as const;

export type ProblemCode = keyof typeof PROBLEM_CATALOGUE;

export type ProblemLanguage = 'en' | 'ar';

/**
 * The problem as full sentences: where it is, what is wrong, what to do. Unknown placeholders stay visible.
 * In Arabic every inserted value is wrapped in first-strong isolates (U+2068, U+2069), because file names,
 * dates and ids are left-to-right and would otherwise be shuffled by the bidirectional algorithm.
 */
export function formatProblem(problem: Problem, language: ProblemLanguage): string {
  const text = problemSentence(problem, language);
  const place = describePlace(problem, language, (value) => isolateIn(language, value));
  return place === '' ? text : `${place}: ${text}`;
}

/** The same without the place, for a table that shows file, row and column on their own. */
export function problemSentence(problem: Problem, language: ProblemLanguage): string {
  const entry: ProblemText = PROBLEM_CATALOGUE[problem.code];
  const known: Record<string, string | number> = { ...problem.params };
  known.value ??= problem.value === null || problem.value === '' ? blankWord(language) : problem.value;
  if (problem.column !== null) known.column ??= problem.column;
  // ".csv" behind a name belongs to it: outside of the isolate it would jump to its other side in Arabic.
  return entry[language].replace(/\{(\w+)\}(\.csv)?/g, (whole, name: string, ending = '') => {
    const value = known[name];
    return value === undefined ? whole : isolateIn(language, `${value}${ending}`);
  });
}

function isolateIn(language: ProblemLanguage, value: string | number): string {
  return language === 'ar' ? `\u2068${value}\u2069` : `${value}`;
}

/** The names of the placeholders of a text, in alphabetical order, each once. */
export function placeholdersOf(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ''))].sort();
}

function describePlace(
  problem: Problem,
  language: ProblemLanguage,
  isolate: (value: string | number) => string,
): string {
  const parts: string[] = [];
  const isArabic = language === 'ar';
  if (problem.file !== null) parts.push(isArabic ? `الملف ${isolate(problem.file)}` : problem.file);
  if (problem.row !== null) parts.push(isArabic ? `السطر ${isolate(problem.row)}` : `row ${problem.row}`);
  if (problem.column !== null) {
    parts.push(isArabic ? `العمود ${isolate(problem.column)}` : `column ${problem.column}`);
  }
  return parts.join(isArabic ? '، ' : ', ');
}

function blankWord(language: ProblemLanguage): string {
  return language === 'ar' ? '(فارغ)' : '(blank)';
}
