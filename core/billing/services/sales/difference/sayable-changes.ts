import type { PriceBookContent } from '../../price-book/content.ts';
import { type BookChange, diffBooks } from '../../price-book/diff-books.ts';

export type SayableArea = 'plans' | 'addOns' | 'meters' | 'groupDiscount' | 'rules';

/**
 * One difference as it is said: a field of an entry with all that belongs to it, or the entry as a whole (`field` is then
 * `entry`). A feature that came or went is one of its own.
 */
export type SayableChange = {
  area: SayableArea;
  /** The plan, add-on or meter; empty for the rules of the whole book. */
  code: string;
  name: { en: string; ar: string };
  field: string;
  before: unknown;
  after: unknown;
  /** The unit of a meter, which its price is said with. */
  unit: { en: string; ar: string } | undefined;
};

type Entry = Record<string, unknown> & { name?: SayableChange['name']; unit?: SayableChange['unit'] };

const AREAS: Record<BookChange['area'], SayableArea> = {
  general: 'rules',
  plan: 'plans',
  add_on: 'addOns',
  meter: 'meters',
  group_discount: 'groupDiscount',
  tax: 'rules',
};

/** Everything that differs, in the order of the book; nothing for two books that say the same. */
export function sayableChanges(before: PriceBookContent, after: PriceBookContent): SayableChange[] {
  const said = new Set<string>();
  return diffBooks(before, after).flatMap((change) => {
    const { area, code } = change;
    const was = entryOf(before, change);
    const is = entryOf(after, change);
    const known = is ?? was;
    const head = {
      area: AREAS[area],
      code,
      name: (AREAS[area] === 'rules' ? undefined : known?.name) ?? { en: '', ar: '' },
      unit: known?.unit,
    };
    // The parts of one value, such as block and price of an overage, are said together.
    const field =
      area === 'tax' ? 'tax' : change.kind === 'changed' ? (change.field.split('.')[0] ?? '') : 'entry';
    const key = `${area} ${code} ${field}`;
    if (said.has(key)) return [];
    said.add(key);
    if (field === 'features')
      return featureChanges(change).map((feature) => ({ ...head, field, ...feature }));
    if (area === 'tax' || field === 'entry') return [{ ...head, field, before: was, after: is }];
    return [{ ...head, field, before: was?.[field], after: is?.[field] }];
  });
}

function entryOf(book: PriceBookContent, { area, code }: BookChange): Entry | undefined {
  const byCode = (list: { code: string }[]) => list.find((entry) => entry.code === code) as Entry | undefined;
  switch (area) {
    case 'plan':
      return byCode(book.plans);
    case 'add_on':
      return byCode(book.addOns);
    case 'meter':
      return byCode(book.meters);
    case 'group_discount':
      return book.groupDiscount ?? undefined;
    case 'tax':
      return book.tax ?? undefined;
    default:
      return book;
  }
}

function featureChanges({ before, after }: BookChange): { before: unknown; after: unknown }[] {
  const [had, has] = [new Set(before as string[]), new Set(after as string[])];
  return [
    ...[...has].filter((code) => !had.has(code)).map((code) => ({ before: undefined, after: code })),
    ...[...had].filter((code) => !has.has(code)).map((code) => ({ before: code, after: undefined })),
  ];
}
