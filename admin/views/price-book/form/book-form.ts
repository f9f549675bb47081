import { type PriceBookContent, priceBookContent } from '../../../../core/billing/browser.ts';
import {
  type Entry,
  FIELDS,
  type FieldProblem,
  type FieldSpec,
  type FormArea,
  readField,
  writeField,
} from './fields.ts';

/** A price book as forms hold it: every field as it was typed. A part that is left out (discount, tax) is an empty list. */
export type BookForm = Record<FormArea, Entry[]>;

/** What is wrong, by `area.index.path`. */
export type Problems = Record<string, FieldProblem>;

const LISTS = ['plans', 'addOns', 'meters'] as const;

/** The form of a price book. */
export function formOf(book: PriceBookContent): BookForm {
  const entries = (area: FormArea, list: object[]) => list.map((entry) => entryOf(FIELDS[area], entry));
  return {
    plans: entries('plans', book.plans),
    addOns: entries('addOns', book.addOns),
    meters: entries('meters', book.meters),
    groupDiscount: entries('groupDiscount', book.groupDiscount ? [book.groupDiscount] : []),
    rules: entries('rules', [book]),
    tax: entries('tax', book.tax ? [book.tax] : []),
  };
}

/** An entry with nothing in it. */
export function emptyEntry(area: FormArea): Entry {
  return entryOf(
    FIELDS[area],
    area === 'addOns' ? { kind: 'monthly', storageGb: 0, inMrr: true } : { isOpen: true },
  );
}

/** The price book that a form means, or what is wrong in which field. */
export function readForm(form: BookForm): { content?: PriceBookContent; problems: Problems } {
  const problems: Problems = {};
  const readAll = (area: FormArea) =>
    form[area].map((entry, index) => readEntry(FIELDS[area], entry, `${area}.${index}`, problems));
  const [plans, addOns, meters, groupDiscount, rules, tax] = (
    ['plans', 'addOns', 'meters', 'groupDiscount', 'rules', 'tax'] as const
  ).map(readAll) as Record<string, unknown>[][];
  for (const area of LISTS) markTwins(area, form[area], problems);
  if (Object.keys(problems).length > 0) return { problems };
  const parsed = priceBookContent.safeParse({
    currency: 'usd',
    ...rules?.[0],
    plans,
    addOns,
    meters,
    groupDiscount: groupDiscount?.[0] ?? null,
    tax: tax?.[0] ?? null,
  });
  if (parsed.success) return { content: parsed.data, problems };
  for (const { path } of parsed.error.issues) problems[fieldOf(path)] = 'count';
  return { problems };
}

/** Where the server's problem with a path of the content belongs in the form: at the field itself, or the first one inside. */
export function placeOf(path: string): string {
  const [area = '', ...rest] = path.split('.');
  const isList = LISTS.some((name) => name === area);
  const place = fieldOf(path.split('.'));
  const inside = (isList ? rest.slice(1) : rest).join('.');
  const fields = FIELDS[area as FormArea] ?? FIELDS.rules;
  const field = fields.find((spec) => spec.path === inside || spec.path.startsWith(`${inside}.`));
  return field && inside ? place.slice(0, place.length - inside.length) + field.path : place;
}

function entryOf(specs: FieldSpec[], value: object): Entry {
  return Object.fromEntries(specs.map(({ path, kind }) => [path, writeField(kind, at(value, path))]));
}

function readEntry(
  specs: FieldSpec[],
  entry: Entry,
  where: string,
  problems: Problems,
): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  for (const { path, kind } of specs) {
    const read = readField(kind, entry[path]);
    if ('problem' in read) problems[`${where}.${path}`] = read.problem;
    else put(value, path, read.value);
  }
  return joinOverage(value, where, problems);
}

// Of an overage both fields are filled in or none.
function joinOverage(
  value: Record<string, unknown>,
  where: string,
  problems: Problems,
): Record<string, unknown> {
  const students = value.studentOverage as { block: number | null; cents: number | null } | undefined;
  if (students) {
    const { block, cents } = students;
    if ((block === null) !== (cents === null))
      problems[`${where}.studentOverage.${block === null ? 'block' : 'cents'}`] = 'pair';
    if (block === 0) problems[`${where}.studentOverage.block`] = 'count';
    if (block === null) value.studentOverage = null;
  }
  const storage = value.storageOverage as { cents: number | null } | undefined;
  if (storage?.cents === null) value.storageOverage = null;
  return value;
}

function markTwins(area: (typeof LISTS)[number], entries: Entry[], problems: Problems): void {
  const seen = new Set<string>();
  for (const [index, { code }] of entries.entries()) {
    if (typeof code !== 'string' || code === '') continue;
    if (seen.has(code)) problems[`${area}.${index}.code`] = 'taken';
    seen.add(code);
  }
}

// The form of the book itself is stricter than its fields in a few places, such as the least number of schools.
function fieldOf(path: PropertyKey[]): string {
  const [area = 'rules', ...rest] = path.map(String);
  if (area === 'plans' || area === 'addOns' || area === 'meters') return [area, ...rest].join('.');
  if (area === 'groupDiscount' || area === 'tax') return [area, '0', ...rest].join('.');
  return `rules.0.${area}`;
}

function at(value: object, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((inner, key) => (inner as Record<string, unknown> | null)?.[key], value);
}

function put(target: Record<string, unknown>, path: string, value: unknown): void {
  const [first = '', second] = path.split('.');
  if (second === undefined) target[first] = value;
  else target[first] = { ...(target[first] as object | undefined), [second]: value };
}
