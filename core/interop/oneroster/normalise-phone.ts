import { foldDigits } from './text-fold.ts';

type NumberPlan = { readonly code: string; readonly lengths: readonly number[]; readonly starts: RegExp };

/**
 * Length and first digits of national numbers, without the trunk prefix 0, for the countries whose local
 * numbers we complete. Facts of the national numbering plans as published through the ITU.
 */
const PLANS: ReadonlyMap<string, NumberPlan> = new Map(
  [
    { code: '+974', lengths: [8], starts: /^[3-7]/ },
    { code: '+971', lengths: [8, 9], starts: /^[2-9]/ },
    { code: '+966', lengths: [9], starts: /^[159]/ },
    { code: '+965', lengths: [8], starts: /^[2569]/ },
    { code: '+973', lengths: [8], starts: /^[1367]/ },
    { code: '+968', lengths: [8], starts: /^[279]/ },
    { code: '+1', lengths: [10], starts: /^[2-9]/ },
  ].map((plan) => [plan.code, plan]),
);

/**
 * Groupings used only by the North American plan: (950) 342 7522 with any second group, since exporters of
 * sample data do not care; 950-342-7522 and 950.342.7522 only with the digits that the plan allows. Three
 * groups parted by spaces alone are also written in the Gulf (050 123 4567) and are not taken for American.
 */
const NORTH_AMERICAN =
  /^(?:\+?1[ .-])?(?:\([2-9]\d{2}\)[ .-]?\d{3}[ .-]?\d{4}|[2-9]\d{2}([.-])[2-9]\d{2}\1\d{4})$/;
const SEPARATORS = /[\s().\-/\u00A0\u2010-\u2015\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/**
 * A phone number as E.164 (`+` and 8 to 15 digits) when that is certain, else null; never a guess, because a
 * wrong number would get news about a stranger's child. Certain are: a leading + or 00; the North American
 * grouping (3)(3)(4), whatever the default country; a local number that fits the plan of `defaultCountry`
 * (a calling code such as '+974'), with or without its country code or trunk zero.
 */
export function normalisePhone(raw: string, defaultCountry: string): string | null {
  const text = foldDigits(raw)
    .replace(/[\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '')
    .trim();
  // "+44 (0) 20 ..." drops the zero in some countries and keeps it in others.
  if (/\(0\)/.test(text)) return null;
  const compact = text.replace(SEPARATORS, '');
  if (/^\+[1-9]\d{7,14}$/.test(compact)) return compact;
  if (/^00[1-9]\d{7,14}$/.test(compact)) return `+${compact.slice(2)}`;
  if (!/^\d+$/.test(compact)) return null;
  const plan = PLANS.get(defaultCountry);
  const local = plan === undefined ? null : completeLocal(compact, plan);
  if (local !== null) return local;
  return NORTH_AMERICAN.test(text) ? `+1${compact.slice(-10)}` : null;
}

/** A national number, with or without its country code or trunk zero, that fits the plan. */
function completeLocal(digits: string, plan: NumberPlan): string | null {
  const code = plan.code.slice(1);
  if (fits(digits, plan)) return `${plan.code}${digits}`;
  if (digits.startsWith(code) && fits(digits.slice(code.length), plan)) return `+${digits}`;
  const isTrunk = plan.code !== '+1' && digits.startsWith('0') && fits(digits.slice(1), plan);
  return isTrunk ? `${plan.code}${digits.slice(1)}` : null;
}

function fits(national: string, plan: NumberPlan): boolean {
  return plan.lengths.includes(national.length) && plan.starts.test(national);
}
