import { foldDigits, normalisePhone } from '../oneroster/index.ts';
import { foldHeader } from './fold-header.ts';
import { readDate } from './parse-date.ts';
import type {
  DateOrder,
  FieldValue,
  SheetCell,
  SheetField,
  SheetProblem,
  SheetProblemCode,
} from './sheet-types.ts';

export type ValueContext = {
  readonly dateOrder: DateOrder | undefined;
  /** Calling code for local numbers, such as +974. */
  readonly country: string;
};

export type ReadValue = {
  readonly value: FieldValue;
  readonly problem?: {
    readonly severity: SheetProblem['severity'];
    readonly code: SheetProblemCode;
    readonly params?: SheetProblem['params'];
  };
};

const EMAIL = /^[^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@.,;<>"]{2,}$/;
const YES = new Set(['yes', 'y', 'true', '1', 'x', 'on', 'active', 'نعم', 'صح', 'صحيح', 'نشط', 'فعال']);
const NO = new Set(['no', 'n', 'false', '0', 'off', 'inactive', 'لا', 'خطا', 'خطأ', 'غير نشط']);
const ARABIC = /\p{Script=Arabic}/u;
const LATIN = /\p{Script=Latin}/u;
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;

/** The value of one filled cell as its field wants it, or what is wrong with it. References are left as text. */
export function readValue(field: SheetField, cell: SheetCell, context: ValueContext): ReadValue {
  const text = cell.text.replace(INVISIBLE, '').replace(/\s+/g, ' ').trim();
  if (text.includes('\ufffd')) return error('damaged_text');
  switch (field.kind) {
    case 'date':
      return readDateCell(text, context);
    case 'email':
      return EMAIL.test(text) ? { value: text } : error('email');
    case 'phone':
      return readPhoneCell(text, context);
    case 'number':
      return readNumberCell(field, text);
    case 'flag':
      return readFlag(text);
    case 'choice':
      return readChoice(field, text);
    case 'qid':
      return readQid(text);
    default:
      return readText(field, text);
  }
}

function readText(field: SheetField, text: string): ReadValue {
  const limit = field.maxLength ?? 255;
  if (text.length > limit) return error('value_long', { length: text.length, limit });
  // A column of Arabic names that was filled with Latin ones, and the other way round, is told and kept.
  const isArabicField = field.name.endsWith('Ar');
  const isMixedUp = isArabicField
    ? LATIN.test(text) && !ARABIC.test(text)
    : field.inArabic !== undefined && ARABIC.test(text) && !LATIN.test(text);
  return isMixedUp
    ? { value: text, problem: { severity: 'warning', code: 'arabic_latin' } }
    : { value: text };
}

function readDateCell(text: string, { dateOrder }: ValueContext): ReadValue {
  const reading = readDate(text, dateOrder);
  if ('date' in reading) return { value: reading.date };
  return 'open' in reading
    ? error('date_open', { dayFirst: reading.open[0], monthFirst: reading.open[1] })
    : error('date');
}

function readPhoneCell(text: string, { country }: ValueContext): ReadValue {
  const phone = normalisePhone(text, country);
  // A number that cannot be understood is kept as it was given, and no message goes there.
  return phone === null
    ? { value: `?${text.slice(0, 99)}`, problem: { severity: 'warning', code: 'phone' } }
    : { value: phone };
}

function readNumberCell(field: SheetField, text: string): ReadValue {
  const plain = foldDigits(text).replace(/٫/g, '.').replace(/[٬\s]/g, '').replace(/٪|%$/g, '');
  // 12,5 is a decimal of most of the world; 1,250 is a thousand and a quarter, and is not guessed at.
  const decimal = /^-?\d+,\d{1,2}$/.test(plain) ? plain.replace(',', '.') : plain;
  if (!/^-?\d+(\.\d+)?$/.test(decimal)) return error('number');
  const value = Number(decimal);
  const { min, max } = field;
  if ((min !== undefined && value < min) || (max !== undefined && value > max))
    return error('number_range', { min: min ?? '', max: max ?? '' });
  return { value };
}

function readFlag(text: string): ReadValue {
  const word = foldHeader(text);
  if (FOLDED_YES.has(word)) return { value: true };
  return FOLDED_NO.has(word) ? { value: false } : error('flag');
}

const FOLDED_YES = new Set([...YES].map(foldHeader));
const FOLDED_NO = new Set([...NO].map(foldHeader));

function readChoice(field: SheetField, text: string): ReadValue {
  const word = foldHeader(text);
  const found = Object.entries(field.choices ?? {}).find(
    ([value, words]) => foldHeader(value) === word || words.some((one) => foldHeader(one) === word),
  );
  return found
    ? { value: found[0] }
    : error('choice', { allowed: Object.keys(field.choices ?? {}).join(', ') });
}

/** The digits of a Qatari personal number. A form that does not fit is only told: new arrivals have none yet. */
function readQid(text: string): ReadValue {
  const digits = foldDigits(text).replace(/[\s-]/g, '');
  return /^[23]\d{10}$/.test(digits)
    ? { value: digits }
    : { value: undefined, problem: { severity: 'warning', code: 'qid_form' } };
}

/** True when a personal number says another year of birth than the date: 2 stands for 19.., 3 for 20... */
export function contradictsBirth(qid: string, birthDate: string): boolean {
  const year = (qid.startsWith('2') ? 1900 : 2000) + Number(qid.slice(1, 3));
  return String(year) !== birthDate.slice(0, 4);
}

function error(code: SheetProblemCode, params?: SheetProblem['params']): ReadValue {
  return { value: undefined, problem: { severity: 'error', code, ...(params ? { params } : {}) } };
}
