import type { CollectionBeforeChangeHook } from 'payload';
import { AppError } from '../../kernel/index.ts';
import { idOf, transactionOf } from '../../tenancy/index.ts';
import { CURRENT_YEARS, END_CURRENT_YEARS, TERM_OUTSIDE, TERM_PLACE } from '../sql/years.ts';

/** A term lies inside its year and shares no day with another of its kind; a grading period lies inside one term. */
export const keepTermInYear: CollectionBeforeChangeHook = async ({ data, originalDoc, req }) => {
  const term = { ...originalDoc, ...data };
  const { startDate: start, endDate: end } = term;
  if (start > end) throw new AppError('calendar.dates_reversed', { start, end });
  const { rows } = await (await transactionOf(req)).query(TERM_PLACE, [
    idOf(term.academicYear),
    start,
    end,
    term.kind,
    originalDoc?.id ?? null,
  ]);
  const place = rows[0];
  // A year that is not there is the business of the reference.
  if (!place) return data;
  // No titles in what is refused: it is logged, and logs hold no words of a school.
  const { yearStart, yearEnd, otherStart, otherEnd } = place;
  if (start < yearStart || end > yearEnd)
    throw new AppError('calendar.term_outside_year', { start, end, yearStart, yearEnd });
  if (otherStart) throw new AppError('calendar.terms_overlap', { start, end, otherStart, otherEnd });
  if (term.kind === 'gradingPeriod' && !place.insideTerm)
    throw new AppError('calendar.period_outside_term', { start, end });
  return data;
};

/** A year stays around its terms when its dates change. */
export const keepYearAroundTerms: CollectionBeforeChangeHook = async ({
  data,
  operation,
  originalDoc,
  req,
}) => {
  const { startDate: start, endDate: end } = { ...originalDoc, ...data };
  if (start > end) throw new AppError('calendar.dates_reversed', { start, end });
  if (operation === 'create' || (start <= originalDoc.startDate && end >= originalDoc.endDate)) return data;
  const { rows } = await (await transactionOf(req)).query(TERM_OUTSIDE, [originalDoc.id, start, end]);
  if (rows[0]) throw new AppError('calendar.year_cuts_terms', rows[0]);
  return data;
};

/** Exactly one year is current: the first one made, and then whichever is marked; the mark moves and is never lost. */
export const keepOneCurrentYear: CollectionBeforeChangeHook = async ({
  data,
  operation,
  originalDoc,
  req,
}) => {
  const database = await transactionOf(req);
  if (data.current === true) {
    if (originalDoc?.current !== true) await database.query(END_CURRENT_YEARS);
    return data;
  }
  const isNew = operation === 'create';
  if (!isNew && (originalDoc.current !== true || data.current === undefined)) return data;
  const { rows } = await database.query(CURRENT_YEARS, [originalDoc?.id ?? null]);
  if (rows.length > 0) return data;
  if (!isNew) throw new AppError('calendar.current_year_needed');
  return { ...data, current: true };
};
