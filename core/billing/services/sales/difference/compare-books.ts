import type { PriceBookContent } from '../../price-book/content.ts';

export type BookArea = 'plans' | 'addOns' | 'meters' | 'groupDiscount' | 'rules';

/**
 * One thing that differs between two versions: a field of an entry, or the entry as a whole (`field` is then `entry`). A
 * feature that came or went is a change of its own.
 */
export type BookChange = {
  area: BookArea;
  /** The plan, add-on or meter; empty for the rules of the whole book. */
  code: string;
  name: { en: string; ar: string };
  field: string;
  before: unknown;
  after: unknown;
  /** The entry as it was and as it will be, for words that need more than the field. */
  entry: { before?: Record<string, unknown>; after?: Record<string, unknown> };
};

type Entry = Record<string, unknown> & { code: string; name: { en: string; ar: string } };

const RULES = ['trialDays', 'graceHours', 'ceilingDays', 'tax'] as const;
const NO_NAME = { en: '', ar: '' };

/** Everything that differs, in the order of the book; nothing for two books that say the same. */
export function compareBooks(before: PriceBookContent, after: PriceBookContent): BookChange[] {
  return [
    ...compareLists('plans', before.plans, after.plans),
    ...compareLists('addOns', before.addOns, after.addOns),
    ...compareLists('meters', before.meters, after.meters),
    ...compareLists('groupDiscount', present(before.groupDiscount), present(after.groupDiscount)),
    ...RULES.flatMap((field) => {
      const was = before[field];
      const is = after[field];
      if (isSame(was, is)) return [];
      return [{ area: 'rules' as const, code: '', name: NO_NAME, field, before: was, after: is, entry: {} }];
    }),
  ];
}

function present<T>(value: T | null): T[] {
  return value === null ? [] : [value];
}

function compareLists(area: BookArea, before: Entry[], after: Entry[]): BookChange[] {
  const known = new Map(before.map((entry) => [entry.code, entry]));
  const kept = new Set(after.map(({ code }) => code));
  const gone = before.filter(({ code }) => !kept.has(code));
  return [
    ...after.flatMap((entry) => {
      const was = known.get(entry.code);
      return was ? compareEntries(area, was, entry) : [whole(area, undefined, entry)];
    }),
    ...gone.map((entry) => whole(area, entry, undefined)),
  ].flat();
}

function whole(area: BookArea, before: Entry | undefined, after: Entry | undefined): BookChange {
  const { code = '', name = NO_NAME } = after ?? before ?? {};
  return { area, code, name, field: 'entry', before, after, entry: entriesOf(before, after) };
}

function compareEntries(area: BookArea, before: Entry, after: Entry): BookChange[] {
  const head = { area, code: after.code, name: after.name, entry: entriesOf(before, after) };
  return Object.keys(after).flatMap((field): BookChange[] => {
    const was = before[field];
    const is = after[field];
    if (isSame(was, is)) return [];
    if (field !== 'features') return [{ ...head, field, before: was, after: is }];
    const had = new Set(was as string[]);
    const has = new Set(is as string[]);
    return [
      ...[...has].filter((code) => !had.has(code)).map((code) => feature(head, undefined, code)),
      ...[...had].filter((code) => !has.has(code)).map((code) => feature(head, code, undefined)),
    ];
  });
}

function feature(
  head: Pick<BookChange, 'area' | 'code' | 'name' | 'entry'>,
  before: string | undefined,
  after: string | undefined,
): BookChange {
  return { ...head, field: 'features', before, after };
}

function entriesOf(before: Entry | undefined, after: Entry | undefined): BookChange['entry'] {
  return { ...(before ? { before } : {}), ...(after ? { after } : {}) };
}

function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].every((key) =>
    isSame((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]),
  );
}
