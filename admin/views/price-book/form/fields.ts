/** How a field is written and read. An empty `limit` is unlimited, an empty `price` is by contract, an empty `optional` is none. */
export type FieldKind =
  | 'code'
  | 'text'
  | 'arabic'
  | 'money'
  | 'price'
  | 'limit'
  | 'count'
  | 'optionalCount'
  | 'optionalMoney'
  | 'rate'
  | 'percent'
  | 'flag'
  | 'charged'
  | 'features';

/** One field of an entry of the price book; `path` is where its value lies in the entry. */
export type FieldSpec = { path: string; kind: FieldKind };

export type FormArea = 'plans' | 'addOns' | 'meters' | 'groupDiscount' | 'rules' | 'tax';

const NAMES: FieldSpec[] = [
  { path: 'code', kind: 'code' },
  { path: 'name.en', kind: 'text' },
  { path: 'name.ar', kind: 'arabic' },
];

/** The fields of every part of the price book, in the order of the form. */
export const FIELDS: Record<FormArea, FieldSpec[]> = {
  plans: [
    ...NAMES,
    { path: 'monthly', kind: 'price' },
    { path: 'yearly', kind: 'price' },
    { path: 'students', kind: 'limit' },
    { path: 'studentCeiling', kind: 'limit' },
    { path: 'teachers', kind: 'limit' },
    { path: 'storageGb', kind: 'limit' },
    { path: 'studentOverage.block', kind: 'optionalCount' },
    { path: 'studentOverage.cents', kind: 'optionalMoney' },
    { path: 'storageOverage.cents', kind: 'optionalMoney' },
    { path: 'isOpen', kind: 'flag' },
    { path: 'features', kind: 'features' },
  ],
  addOns: [
    ...NAMES,
    { path: 'kind', kind: 'charged' },
    { path: 'cents', kind: 'money' },
    { path: 'storageGb', kind: 'count' },
    { path: 'inMrr', kind: 'flag' },
    { path: 'features', kind: 'features' },
  ],
  meters: [
    ...NAMES,
    { path: 'unit.en', kind: 'text' },
    { path: 'unit.ar', kind: 'arabic' },
    { path: 'rate', kind: 'rate' },
  ],
  groupDiscount: [...NAMES, { path: 'percent', kind: 'percent' }, { path: 'fromSchools', kind: 'count' }],
  rules: [
    { path: 'trialDays', kind: 'count' },
    { path: 'graceHours', kind: 'count' },
    { path: 'ceilingDays', kind: 'count' },
  ],
  tax: [
    { path: 'percent', kind: 'percent' },
    { path: 'name.en', kind: 'text' },
    { path: 'name.ar', kind: 'arabic' },
  ],
};

/** What a form holds of one field: the text as it was typed, a tick, or the chosen codes. */
export type FieldValue = string | boolean | string[];
export type FieldProblem =
  | 'needed'
  | 'code'
  | 'taken'
  | 'money'
  | 'count'
  | 'rate'
  | 'percent'
  | 'pair'
  | 'tooLong';
export type Entry = Record<string, FieldValue>;

const TEXT_LIMIT = 120;
const MONEY = /^(\d{1,8})(?:\.(\d{1,2}))?$/;
const COUNT = /^\d{1,8}$/;
const RATE = /^(0|[1-9]\d{0,8})(\.\d{1,12})?$/;
const PERCENT = /^(100|[1-9]?\d)(\.\d{1,4})?$/;
const CODE = /^[a-z][a-z0-9_]{1,59}$/;

type Read = { value: unknown } | { problem: FieldProblem };

/** The value that a field's text means, or what is wrong with it. Amounts are typed in dollars and stored in cents. */
export function readField(kind: FieldKind, field: FieldValue | undefined): Read {
  if (kind === 'flag') return { value: field === true };
  if (kind === 'features') return { value: Array.isArray(field) ? field : [] };
  const text = typeof field === 'string' ? plainDigits(field.trim()) : '';
  if (text === '')
    return kind === 'limit' || kind === 'price' || kind === 'optionalCount' || kind === 'optionalMoney'
      ? { value: null }
      : { problem: 'needed' };
  switch (kind) {
    case 'money':
    case 'price':
    case 'optionalMoney':
      return centsOf(text);
    case 'limit':
    case 'count':
    case 'optionalCount':
      return COUNT.test(text.replaceAll(',', ''))
        ? { value: Number(text.replaceAll(',', '')) }
        : { problem: 'count' };
    case 'rate':
      return RATE.test(text) ? { value: text } : { problem: 'rate' };
    case 'percent':
      return PERCENT.test(text) ? { value: text } : { problem: 'percent' };
    case 'code':
      return CODE.test(text) ? { value: text } : { problem: 'code' };
    case 'charged':
      return { value: text };
    default:
      return text.length > TEXT_LIMIT ? { problem: 'tooLong' } : { value: text };
  }
}

/** The text of a stored value in its field. */
export function writeField(kind: FieldKind, value: unknown): FieldValue {
  if (kind === 'flag') return value === true;
  if (kind === 'features') return Array.isArray(value) ? value.map(String) : [];
  if (value === null || value === undefined) return '';
  if (kind === 'money' || kind === 'price' || kind === 'optionalMoney') return dollarsOf(value as number);
  return String(value);
}

/** Cents of an amount in dollars such as `1,234.50`. No arithmetic with fractions: 1.1 dollars are exactly 110 cents. */
export function centsOf(text: string): Read {
  const [, dollars, cents = ''] =
    MONEY.exec(plainDigits(text.trim()).replaceAll(',', '').replace(/^\$/, '')) ?? [];
  return dollars === undefined
    ? { problem: 'money' }
    : { value: Number(dollars) * 100 + Number(cents.padEnd(2, '0')) };
}

/** Cents as an amount in dollars that `centsOf` reads. */
export function dollarsOf(cents: number): string {
  return `${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
}

// A keyboard in Arabic types ٠١٢ and the Arabic decimal sign.
function plainDigits(text: string): string {
  return text.replace(/[٠-٩]/g, (digit) => String('٠١٢٣٤٥٦٧٨٩'.indexOf(digit))).replaceAll('٫', '.');
}
