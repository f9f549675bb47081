import { foldDigits } from './text-fold.ts';

export type GradeLevel = {
  readonly code: string;
  readonly titleEn: string;
  readonly titleAr: string;
  readonly order: number;
};

const NAMED: readonly (readonly [string, string, string])[] = [
  ['IT', 'Infant or toddler', 'رضّع'],
  ['PR', 'Preschool', 'حضانة'],
  ['PK', 'Pre-kindergarten', 'ما قبل الروضة'],
  ['TK', 'Transitional kindergarten', 'روضة انتقالية'],
  ['KG', 'Kindergarten', 'الروضة'],
];
const ORDINALS = [
  'الأول',
  'الثاني',
  'الثالث',
  'الرابع',
  'الخامس',
  'السادس',
  'السابع',
  'الثامن',
  'التاسع',
  'العاشر',
  'الحادي عشر',
  'الثاني عشر',
  'الثالث عشر',
];

/** Grade codes of CEDS in the order of school life; `order` leaves gaps for codes a school adds (KG1, KG2). */
export const CEDS_GRADES: ReadonlyMap<string, GradeLevel> = new Map(
  [
    ...NAMED,
    ...ORDINALS.map((word, index): readonly [string, string, string] => [
      String(index + 1).padStart(2, '0'),
      `Grade ${index + 1}`,
      `الصف ${word}`,
    ]),
    ['PS', 'Postsecondary', 'ما بعد الثانوية'] as const,
    ['UG', 'Ungraded', 'بدون صف'] as const,
  ].map(([code, titleEn, titleAr], index) => [code, { code, titleEn, titleAr, order: (index + 1) * 10 }]),
);

/** Codes that are not in the list sort behind all others. */
const UNKNOWN_ORDER = 900;

/** One spelling for one grade: '9', '٩' and 'Grade 9' are '09', 'k' is 'KG'. Unknown codes come back trimmed. */
export function normaliseGrade(raw: string): string {
  const text = foldDigits(raw).trim();
  const digits = /^(?:grade\s*|g)?0*(\d{1,2})$/i.exec(text)?.[1];
  if (digits !== undefined && Number(digits) >= 1 && Number(digits) <= 13) return digits.padStart(2, '0');
  const upper = text.toUpperCase();
  if (upper === 'K') return 'KG';
  return CEDS_GRADES.has(upper) ? upper : text;
}

/** The grade level of a code; a code outside CEDS is its own title in both languages. */
export function gradeLevelOf(code: string): GradeLevel {
  return CEDS_GRADES.get(code) ?? { code, titleEn: code, titleAr: code, order: UNKNOWN_ORDER };
}
