import { isolatedLines } from '../../documents/index.ts';
import type { Language } from '../../kernel/index.ts';
import type { Both, Layout } from './types.ts';

/** A text in both languages as the templates take it: lines whose runs of the other direction are isolated. */
export type BothLines = Record<Language, string[]>;

export function linesOf(text: Partial<Both>): BothLines {
  return { en: linesIn('en', text.en ?? text.ar), ar: linesIn('ar', text.ar ?? text.en) };
}

function linesIn(language: Language, text: string | undefined): string[] {
  return text === undefined ? [] : isolatedLines(text, language).map(keepTogether);
}

/** A telephone number stays on one line: in Arabic its second half would begin the next line on the other side. */
function keepTogether(line: string): string {
  return line.replace(/\+\d[\d ]{5,}\d/g, (number) => number.replaceAll(' ', '\u00a0'));
}

/** A text that people wrote in one language or both: each side shows its own, a page of one language whatever there is. */
export function spokenLines(text: Partial<Both> | null, layout: Layout): BothLines | null {
  if (text === null) return null;
  if (layout !== 'both') return linesOf(text);
  return { en: linesIn('en', text.en), ar: linesIn('ar', text.ar) };
}

/** All words of a list as the templates take them. */
export function wordsOf<Words extends Record<string, Both>>(words: Words): Record<keyof Words, BothLines> {
  return Object.fromEntries(Object.entries(words).map(([key, both]) => [key, linesOf(both)])) as Record<
    keyof Words,
    BothLines
  >;
}

/** Hundredths of a percent as `87.5%`: no more places than there are. */
export function percentOf(hundredths: number | null): string {
  return hundredths === null ? '–' : `${trimmed(hundredths)}%`;
}

/** Grade points always have two places, so that they stand under each other. */
export function pointsOf(hundredths: number | null): string {
  return hundredths === null ? '–' : (hundredths / 100).toFixed(2);
}

function trimmed(hundredths: number): string {
  const sign = hundredths < 0 ? '\u2212' : '';
  const text = (Math.abs(hundredths) / 100).toFixed(2);
  return sign + text.replace(/\.?0{1,2}$/, '');
}

/** A plain date in words, in both languages: numbers of months are read differently in different countries. */
export function dateOf(date: string): Both {
  const at = new Date(`${date}T00:00:00Z`);
  const style = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  return {
    en: new Intl.DateTimeFormat('en-GB', style).format(at),
    ar: new Intl.DateTimeFormat('ar-QA-u-nu-latn-ca-gregory', style).format(at),
  };
}
