import type { CollectionBeforeChangeHook, CollectionBeforeDeleteHook, PayloadRequest } from 'payload';
import { AppError } from '../../kernel/index.ts';
import { idOf, transactionOf } from '../../tenancy/index.ts';
import { isOpenState, type SheetState } from '../services/sheet-states.ts';

/*
 * Keeps results and assessments as they were handed in, approved or published, whoever changes them and over whatever
 * way; the mark grid asks the same question itself.
 */

const OF_RESULT = `
  select s.state from exam_results r join exams e on e.id = r.exam_id
    join grade_sheets s on s.class_offering_id = e.class_offering_id and s.term_id = e.term_id where r.id = $1`;
const OF_EXAM = `
  select s.state from exams e
    join grade_sheets s on s.class_offering_id = e.class_offering_id and s.term_id = e.term_id where e.id = $1`;
const OF_PLACE = 'select state from grade_sheets where class_offering_id = $1 and term_id = $2';

export const holdResult: CollectionBeforeChangeHook = async ({ data, originalDoc, req }) => {
  for (const exam of new Set([idOf(originalDoc?.exam), idOf(data.exam)]))
    if (exam) await refuseHeld(req, OF_EXAM, [exam]);
  return data;
};

export const holdResultOnDelete: CollectionBeforeDeleteHook = ({ id, req }) =>
  refuseHeld(req, OF_RESULT, [id]);

export const holdAssessment: CollectionBeforeChangeHook = async ({ data, originalDoc, req }) => {
  if (originalDoc) await refuseHeld(req, OF_EXAM, [originalDoc.id]);
  // Neither is one moved into a sheet that stands.
  const place = [idOf(data.classOffering), idOf(data.term)];
  if (place.every((part) => part !== undefined)) await refuseHeld(req, OF_PLACE, place);
  return data;
};

export const holdAssessmentOnDelete: CollectionBeforeDeleteHook = ({ id, req }) =>
  refuseHeld(req, OF_EXAM, [id]);

async function refuseHeld(req: PayloadRequest, statement: string, values: unknown[]): Promise<void> {
  const database = await transactionOf(req);
  const { rows } = await database.query(statement, values);
  const state = rows[0]?.state as SheetState | undefined;
  if (state && !isOpenState(state)) throw new AppError('gradebook.sheet_held');
}
