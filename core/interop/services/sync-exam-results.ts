import type { RosterResult } from '../oneroster/index.ts';
import {
  CREATE_SENT,
  DELETE_EXAMS,
  DELETE_MOVED,
  DELETE_RESULTS,
  DROP_DOUBLES,
  PART_OF_SENT,
  RESULTS,
  STAGE,
} from '../sql/sent-results.ts';
import { adoptByOwnId, writeRows } from '../sql/upsert.ts';
import { count, type Sync } from './sync-types.ts';

type Exam = { id: string; sourced_id: string; academic_year_id: string };

// One statement writes this many; what it says of them comes back to the server.
const PART = 20_000;

/** Writes the results of the package. `students`: sourcedId to id. Scores are kept in hundredths. */
export async function syncExamResults(sync: Sync, students: ReadonlyMap<string, string>): Promise<void> {
  const { client, events } = sync;
  const lines = await stage(sync, students);
  if (lines === 0) return;
  const { rowCount: doubles } = await client.query(DROP_DOUBLES);
  await client.query('analyze sent_results');
  await client.query(DELETE_MOVED);
  const follow = events.follow('exam_results');
  let unchanged = lines - (doubles ?? 0);
  for (let from = 1; from <= lines; from += PART) {
    const part = { from: PART_OF_SENT, parameters: [from, from + PART] };
    const written = await writeRows(client, RESULTS, follow, part);
    unchanged -= written.created + written.updated;
    count(sync, 'examResults', written);
    await sync.progress('results', 85 + Math.round((5 * Math.min(from + PART, lines)) / lines));
  }
  count(sync, 'examResults', { unchanged });
}

/** Takes out the results and exams that a delta says are gone. */
export async function removeGraded(sync: Sync): Promise<void> {
  const { client, roster } = sync;
  const kinds = [
    ['examResults', DELETE_RESULTS, roster.removed.results],
    ['exams', DELETE_EXAMS, roster.removed.lineItems],
  ] as const;
  for (const [entity, statement, ids] of kinds) {
    if (ids === undefined) continue;
    const { rowCount } = await client.query(statement, [ids]);
    count(sync, entity, { removed: rowCount ?? 0 });
  }
}

// Returns how many lines of the package have both their exam and their pupil.
async function stage(
  { client, roster, progress }: Sync,
  students: ReadonlyMap<string, string>,
): Promise<number> {
  const { rows } = await client.query(
    'select id, sourced_id, academic_year_id from exams where sourced_id is not null',
  );
  const exams = new Map((rows as Exam[]).map((row) => [row.sourced_id, row]));
  await client.query(CREATE_SENT);
  const { results } = roster;
  let read = 0;
  let staged = 0;
  await results.read(async (sent) => {
    const ready = sent.flatMap((result) => {
      const row = toRow(result, exams, students);
      return row ? [row] : [];
    });
    await adoptByOwnId(client, RESULTS.table, ready);
    await client.query(STAGE, [JSON.stringify(ready)]);
    read += sent.length;
    staged += ready.length;
    await progress('results', 80 + Math.round((5 * read) / results.count));
  });
  return staged;
}

function toRow(
  result: RosterResult,
  exams: ReadonlyMap<string, Exam>,
  students: ReadonlyMap<string, string>,
): Record<string, unknown> | undefined {
  const exam = exams.get(result.lineItemSourcedId);
  const student_id = students.get(result.studentSourcedId);
  if (!exam || !student_id) return undefined;
  return {
    sourced_id: result.sourcedId,
    student_id,
    exam_id: exam.id,
    academic_year_id: exam.academic_year_id,
    date: result.scoreDate,
    score_hundredths: result.score === null ? null : Math.round(result.score * 100),
    status: result.own?.status ?? resultStatus(result),
    comment: result.comment,
    text_score: result.textScore,
    late: result.own ? result.own.late : result.isLate,
    attempt: result.own?.attempt ?? null,
  };
}

function resultStatus(result: RosterResult): string {
  if (result.status === 'exempt') return 'exempt';
  if (result.isMissing || result.status === 'not submitted') return 'missing';
  if (result.isIncomplete || result.isInProgress) return 'incomplete';
  return result.isLate ? 'late' : 'graded';
}
