import type pg from 'pg';
import { publishEvents } from '../../jobs/index.ts';
import { AppError } from '../../kernel/index.ts';
import { type AuditEvent, recordAudit } from '../../observability/index.ts';
import { inTransaction } from '../../tenancy/index.ts';
import { HOLD_SHEETS } from '../sql/sheet.ts';
import { findSheet, type SheetRef } from './read-sheet.ts';
import type { SheetState } from './sheet-states.ts';

export type ModerationStep = 'submit' | 'approve' | 'return';
type Actor = AuditEvent['actor'];

const FROM: Record<ModerationStep, readonly SheetState[]> = {
  submit: ['draft', 'returned'],
  approve: ['submitted'],
  return: ['submitted', 'approved'],
};
const TO: Record<ModerationStep, SheetState> = {
  submit: 'submitted',
  approve: 'approved',
  return: 'returned',
};

/** The marks of a sheet moved on: handed in, approved or returned. */
export const SHEET_MOVED = 'gradebook.sheet_moved';

/**
 * One step of a sheet on its way to publication. Who handed marks in cannot approve them; a return needs a note. Throws
 * gradebook.sheet_unknown, gradebook.state_wrong, gradebook.own_submission and gradebook.note_needed.
 */
export async function moveSheet(
  pool: pg.Pool,
  move: SheetRef & { step: ModerationStep; note?: string; actor: Actor },
  classIds: string[] | 'all',
): Promise<{ state: SheetState }> {
  const { offering, term, step, actor } = move;
  const note = move.note?.trim();
  if (step === 'return' && !note) throw new AppError('gradebook.note_needed');
  return inTransaction(pool, async (client) => {
    const sheet = await findSheet(client, move, classIds);
    const { rows } = await client.query(HOLD_SHEETS, [[offering], term]);
    const before = rows[0]?.state as SheetState;
    if (!FROM[step].includes(before)) throw new AppError('gradebook.state_wrong');
    if (step === 'approve' && actor.id !== undefined && rows[0]?.submitted_by === actor.id)
      throw new AppError('gradebook.own_submission');
    const who = [actor.id ?? null, actor.label ?? null];
    await client.query(
      step === 'submit'
        ? `update grade_sheets set state = $3, note = $4, submitted_by = $5, submitted_label = $6, submitted_at = now(),
             moderated_by = null, moderated_label = null, moderated_at = null
            where class_offering_id = $1 and term_id = $2`
        : `update grade_sheets set state = $3, note = $4, moderated_by = $5, moderated_label = $6, moderated_at = now()
            where class_offering_id = $1 and term_id = $2`,
      [offering, term, TO[step], note ?? null, ...who],
    );
    await recordAudit(client, {
      category: 'change',
      action: `marks.${step}`,
      actor,
      subject: {
        collection: 'exam-results',
        id: offering,
        label: `${sheet.offering.title}, ${sheet.term.title}`,
      },
      before: { state: before },
      after: { state: TO[step], ...(note ? { note } : {}) },
    });
    await publishEvents(client, [
      { type: SHEET_MOVED, payload: { classOfferingId: offering, termId: term, state: TO[step] } },
    ]);
    return { state: TO[step] };
  });
}
