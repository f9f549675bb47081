import type { CollectionBeforeValidateHook } from 'payload';
import { idOf, transactionOf } from '../../tenancy/index.ts';
import { ENTRY_DEFAULTS } from '../sql/entries.ts';

/** A new lesson lasts as long as its lesson group and is given by the group's main teacher, unless it says otherwise. */
export const fillEntry: CollectionBeforeValidateHook = async ({ data, operation, req }) => {
  const offering = idOf(data?.classOffering);
  if (operation !== 'create' || !data || offering === undefined) return data;
  if (data.startDate && data.endDate && data.teacher !== undefined) return data;
  const { rows } = await (await transactionOf(req)).query(ENTRY_DEFAULTS, [offering]);
  const defaults = rows[0];
  if (!defaults) return data;
  return {
    ...data,
    startDate: data.startDate || defaults.startDate,
    endDate: data.endDate || defaults.endDate,
    teacher: data.teacher === undefined ? defaults.teacher : data.teacher,
  };
};
