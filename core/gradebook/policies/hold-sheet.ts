import type { CollectionBeforeChangeHook, CollectionBeforeDeleteHook, PayloadRequest } from 'payload';
import { AppError } from '../../kernel/index.ts';
import { idOf, transactionOf } from '../../tenancy/index.ts';
import { isOpenState, type SheetState } from '../services/sheet-states.ts';

/** Keeps single results as they were handed in, approved or published; the mark grid asks the same question itself. */
export const holdSheet: CollectionBeforeChangeHook = async ({ data, originalDoc, req }) => {
  for (const exam of new Set([idOf(originalDoc?.exam), idOf(data.exam)])) await refuseHeld(req, exam);
  return data;
};

/** The same for a result that is removed. */
export const holdSheetOnDelete: CollectionBeforeDeleteHook = async ({ id, req }) => {
  const database = await transactionOf(req);
  const { rows } = await database.query('select exam_id from exam_results where id = $1', [id]);
  await refuseHeld(req, rows[0]?.exam_id as string | undefined);
};

async function refuseHeld(req: PayloadRequest, examId: string | null | undefined): Promise<void> {
  if (!examId) return;
  const database = await transactionOf(req);
  const { rows } = await database.query(
    `select s.state from exams e
       join grade_sheets s on s.class_offering_id = e.class_offering_id and s.term_id = e.term_id
      where e.id = $1`,
    [examId],
  );
  const state = rows[0]?.state as SheetState | undefined;
  if (state && !isOpenState(state)) throw new AppError('gradebook.sheet_held');
}
