import type { PriceBookContent } from './content.ts';

export type BookArea = 'general' | 'plan' | 'add_on' | 'meter' | 'group_discount' | 'tax';

/** One difference of two price books. `field` is empty where a whole entry came or went. */
export type BookChange = {
  area: BookArea;
  /** The plan, add-on or meter; empty for what is of the whole book. */
  code: string;
  kind: 'added' | 'removed' | 'changed';
  /** The path of the field inside the entry, such as `monthly` or `studentOverage.cents`. */
  field: string;
  before: unknown;
  after: unknown;
};

const GENERAL = ['trialDays', 'graceHours', 'ceilingDays'] as const;

/** What changes from one price book to another, entry by entry and field by field, in the order of the new book. */
export function diffBooks(before: PriceBookContent, after: PriceBookContent): BookChange[] {
  return [
    ...GENERAL.flatMap((field) => changesOf('general', '', field, before[field], after[field])),
    ...entries('plan', before.plans, after.plans),
    ...entries('add_on', before.addOns, after.addOns),
    ...entries('meter', before.meters, after.meters),
    ...whole('group_discount', before.groupDiscount, after.groupDiscount),
    ...whole('tax', before.tax, after.tax),
  ];
}

function entries(area: BookArea, before: { code: string }[], after: { code: string }[]): BookChange[] {
  const gone = before.filter(({ code }) => !after.some((entry) => entry.code === code));
  return [
    ...after.flatMap((entry) => {
      const old = before.find(({ code }) => code === entry.code);
      if (old) return changesOf(area, entry.code, '', old, entry);
      return [{ area, code: entry.code, kind: 'added' as const, field: '', before: undefined, after: entry }];
    }),
    ...gone.map((entry) => ({
      area,
      code: entry.code,
      kind: 'removed' as const,
      field: '',
      before: entry,
      after: undefined,
    })),
  ];
}

function whole(area: BookArea, before: object | null, after: object | null): BookChange[] {
  if (before === null && after === null) return [];
  if (before === null) return [{ area, code: '', kind: 'added', field: '', before: undefined, after }];
  if (after === null) return [{ area, code: '', kind: 'removed', field: '', before, after: undefined }];
  return changesOf(area, '', '', before, after);
}

function changesOf(
  area: BookArea,
  code: string,
  field: string,
  before: unknown,
  after: unknown,
): BookChange[] {
  if (isRecord(before) && isRecord(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((name) =>
      changesOf(area, code, field === '' ? name : `${field}.${name}`, before[name], after[name]),
    );
  }
  if (JSON.stringify(sorted(before)) === JSON.stringify(sorted(after))) return [];
  return [{ area, code, kind: 'changed', field, before, after }];
}

// Features are a set: their order says nothing.
function sorted(value: unknown): unknown {
  return Array.isArray(value) ? [...value].sort() : value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
