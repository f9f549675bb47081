/** Marks that turn text around, and control letters: they would let a text look like another one. */
const UNSAFE = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;
const LINE_BREAK = /\r\n|[\n\r\u2028\u2029]/u;

const ARABIC = String.raw`[\p{Script=Arabic}\p{Mn}]+`;
// A comma between digits belongs to the number.
// A sign belongs to the number that follows it, unless it joins what stands before.
const SIGN = String.raw`(?:\+|(?<![\p{L}\p{M}\p{N}])[\-−])?`;
const LATIN = String.raw`[\p{Script=Latin}0-9](?:[\p{Script=Latin}\p{Mn}0-9]|(?<=[0-9]),(?=[0-9]))*`;
/** In a page of one language, what is written in the other direction: words and numbers with what joins them. */
const TURNED = {
  ar: [
    new RegExp(String.raw`${SIGN}${LATIN}(?:[ \-–./:+_@'’&%#=×()]{1,2}${LATIN})*%?`, 'gu'),
    new RegExp(String.raw`${SIGN}${LATIN}(?:[ \-–./:+_@'’&%#=×]{1,2}${LATIN})*%?`, 'gu'),
  ],
  en: [new RegExp(String.raw`\p{Script=Arabic}(?:${ARABIC})?(?:[ \-–.،]{1,2}${ARABIC})*`, 'gu')],
} as const;

const ISOLATE = { ar: '\u2066', en: '\u2067' } as const;
const END_OF_ISOLATE = '\u2069';

/**
 * The lines of a text for a page of a language. The usual rules for mixed directions turn `10-A` into `A-10` and tear
 * telephone numbers apart; a run that is isolated keeps its own order and its place in the line.
 */
export function isolatedLines(text: string, language: 'en' | 'ar'): string[] {
  return text
    .toWellFormed()
    .split(LINE_BREAK)
    .map((line) => isolateRuns(line.replace(UNSAFE, ' '), language));
}

/**
 * A line of a page in Arabic in which codes and dates such as `9-A` and `2026-08-30` stay as they are. Single words and
 * numbers are left alone, and what was isolated before is not isolated twice.
 */
export function inArabicOrder(text: string): string {
  return text
    .replace(/[\u2066-\u2069]/g, '')
    .replace(TURNED.ar[1], (run) =>
      /[^\p{L}\p{M}\p{N}]/u.test(run) ? `${ISOLATE.ar}${run}${END_OF_ISOLATE}` : run,
    );
}

function isolateRuns(line: string, language: 'en' | 'ar'): string {
  const [wide, narrow = wide] = TURNED[language];
  const isolate = (run: string) => ISOLATE[language] + run + END_OF_ISOLATE;
  // A bracket whose partner is outside belongs to the sentence around the run.
  return line.replace(wide, (run) => (isBalanced(run) ? isolate(run) : run.replace(narrow, isolate)));
}

function isBalanced(text: string): boolean {
  let depth = 0;
  for (const letter of text) {
    if (letter === '(') depth += 1;
    if (letter === ')') depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}
