import type { Language } from '../../kernel/index.ts';

const KINDS = { semester: 'الفصل الدراسي', term: 'الفترة الدراسية', quarter: 'الربع' } as const;
const ORDINALS = ['الأول', 'الثاني', 'الثالث', 'الرابع'];
const FEMALE_ORDINALS = ['الأولى', 'الثانية', 'الثالثة', 'الرابعة'];

/**
 * The title of a term in both languages. Terms have one title; the usual English ones are said in Arabic too, because a
 * card in Arabic with an English term on its head looks unfinished. Any other title stands as the school wrote it.
 */
export function termTitle(title: string): Record<Language, string> {
  const [, word = '', number = ''] = /^\s*(semester|term|quarter)\s*([1-4])\s*$/i.exec(title) ?? [];
  const kind = word.toLowerCase() as keyof typeof KINDS;
  if (number === '') return { en: title, ar: title };
  const ordinals = kind === 'term' ? FEMALE_ORDINALS : ORDINALS;
  return { en: title, ar: `${KINDS[kind]} ${ordinals[Number(number) - 1]}` };
}
