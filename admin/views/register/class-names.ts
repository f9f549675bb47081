import { inArabicOrder } from '../../../core/kernel/browser.ts';
import type { Language } from '../../../core/kernel/index.ts';
import type { RegisterClass } from './marks.ts';

/** The name of a class and what explains it (grade, period), in the language of the page where there is one. */
export function classNames(
  entry: RegisterClass,
  language: Language,
): { title: string; detail: string | null } {
  if (language !== 'ar') return { title: entry.title, detail: entry.detail };
  return { title: inArabicOrder(entry.titleAr ?? entry.title), detail: entry.detailAr ?? entry.detail };
}

/** Letters as people type them when they search: no case, no marks, one form of alef, yeh and teh. */
export function searchable(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}\u0640]/gu, '')
    .replace(/ٱ/g, 'ا')
    .replace(/ى/g, 'ي')
    .replace(/ة/g, 'ه')
    .toLowerCase()
    .trim();
}

export type ClassGroup = {
  kind: RegisterClass['kind'];
  taken: number;
  total: number;
  entries: RegisterClass[];
  more: number;
};

/** The classes that fit a search, homerooms and lesson groups apart, cut to `limit` each. */
export function groupClasses(classes: readonly RegisterClass[], query: string, limit: number): ClassGroup[] {
  const words = searchable(query).split(/\s+/).filter(Boolean);
  return (['classroom', 'offering'] as const).flatMap((kind) => {
    const all = classes.filter((entry) => entry.kind === kind);
    const fitting = all.filter((entry) => {
      const text = searchable(
        [entry.title, entry.titleAr, entry.detail, entry.detailAr].filter(Boolean).join(' '),
      );
      return words.every((word) => text.includes(word));
    });
    if (fitting.length === 0) return [];
    return {
      kind,
      taken: all.filter((entry) => entry.taken).length,
      total: all.length,
      entries: fitting.slice(0, limit),
      more: Math.max(0, fitting.length - limit),
    };
  });
}
