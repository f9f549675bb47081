import type { CollectionBeforeChangeHook } from 'payload';
import { AppError } from '../../kernel/index.ts';
import { transactionOf } from '../../tenancy/index.ts';
import { DROP_DEFAULT, SPAN_IN_THE_WAY } from '../sql/calendar.ts';

/** Naming a schedule for ordinary days takes the name from the one that had it. */
export const keepOneDefault: CollectionBeforeChangeHook = async ({ data, originalDoc, req }) => {
  if (data.isDefault === true && originalDoc?.isDefault !== true)
    await (await transactionOf(req)).query(DROP_DEFAULT);
  return data;
};

/** Two spans on one day would leave open which bell rings: refused with the days of the other one. */
export const keepSpansApart: CollectionBeforeChangeHook = async ({ data, originalDoc, req }) => {
  const { startDate, endDate } = { ...originalDoc, ...data };
  if (startDate > endDate) throw new AppError('calendar.dates_reversed', { start: startDate, end: endDate });
  const { rows } = await (await transactionOf(req)).query(SPAN_IN_THE_WAY, [
    startDate,
    endDate,
    originalDoc?.id ?? null,
  ]);
  if (rows[0]) throw new AppError('calendar.spans_overlap', rows[0]);
  return data;
};
