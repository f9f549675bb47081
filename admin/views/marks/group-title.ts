import { inArabicOrder } from '../../../core/kernel/browser.ts';
import type { Language } from '../../../core/kernel/index.ts';

/** The name of a lesson group, a grade or a class in the reader's language; a code such as `9-A` keeps its order. */
export function titleOf({ title, titleAr }: { title: string; titleAr?: string }, language: Language): string {
  return language === 'ar' ? inArabicOrder(titleAr ?? title) : title;
}
