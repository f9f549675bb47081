import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isolatedLines, setDocument } from '../../documents/index.ts';
import { AppError } from '../../kernel/index.ts';
import type { Queryable } from '../../tenancy/index.ts';
import type { Letter } from './letter.ts';
import { type ListedPupil, PAGE_SIZE, type Page, placeOf, pupilOf } from './list-rows.ts';

const TEMPLATE = path.join(path.dirname(fileURLToPath(import.meta.url)), 'letter.typ');

/** A step that a pupil reached, as the list shows it. */
export type Warning = ListedPupil & {
  id: string;
  rule: { title: string; titleAr: string };
  step: { code: string; title: string; titleAr: string };
  count: number;
  on: string;
  printedAt: string | null;
  withdrawnAt: string | null;
};

/** A page of who reached what, newest first; `students` are those the viewer may see. Pages as in `listExcuses`. */
export async function listWarnings(
  client: Queryable,
  { students, page = 1 }: { students: string[] | 'all'; page?: number },
): Promise<Page<Warning>> {
  const wanted = students === 'all' ? null : students;
  const counted = await client.query(
    'select count(*)::int as count from attendance_steps_reached where $1::uuid[] is null or student_id = any($1)',
    [wanted],
  );
  const place = placeOf(counted.rows[0].count, page);
  const { rows } = await client.query(
    `select w.id, w.count::float8 as count, w.reached_on, w.printed_at, w.withdrawn_at, s.id as student, s.display_name,
            s.display_name_ar, s.admission_number, r.title as rule, r.title_ar as rule_ar, t.code, t.title as step,
            t.title_ar as step_ar, c.title as class, c.title_ar as class_ar
       from attendance_steps_reached w
       join students s on s.id = w.student_id
       join attendance_threshold_rules r on r.id = w.rule_id
       join attendance_threshold_steps t on t.id = w.step_id
       left join lateral (
         select k.title, k.title_ar from enrollments e join classrooms k on k.id = e.classroom_id
          where e.student_id = s.id and e.status = 'active' order by e.start_date desc nulls last limit 1) c on true
      where $1::uuid[] is null or w.student_id = any($1)
      order by w.reached_on desc, w.id limit $2 offset $3`,
    [wanted, PAGE_SIZE, (place.page - 1) * PAGE_SIZE],
  );
  return {
    ...place,
    rows: rows.map((row) => ({
      id: row.id,
      ...pupilOf(row),
      rule: { title: row.rule, titleAr: row.rule_ar },
      step: { code: row.code, title: row.step, titleAr: row.step_ar },
      count: row.count,
      on: row.reached_on,
      printedAt: row.printed_at?.toISOString() ?? null,
      withdrawnAt: row.withdrawn_at?.toISOString() ?? null,
    })),
  };
}

/**
 * The letters of these steps as one PDF, a page each in English and Arabic, from what was written when the step was reached:
 * printing again gives the same words. Throws resource.not_found when one is unknown or withdrawn.
 */
export async function setLetters(client: Queryable, ids: readonly string[]): Promise<Uint8Array> {
  const { rows } = await client.query(
    'select letter from attendance_steps_reached where id = any($1) and withdrawn_at is null order by reached_on, id',
    [ids],
  );
  if (rows.length === 0 || rows.length !== new Set(ids).size) throw new AppError('resource.not_found');
  const letters = rows.map((row) => pageOf(row.letter as Letter));
  return (await setDocument({ template: TEMPLATE, data: { letters } })).pdf;
}

/** Notes that letters were printed, and who did it first. Returns how many were not printed before. */
export async function notePrinted(
  client: Queryable,
  { ids, userId }: { ids: readonly string[]; userId: string | null },
): Promise<number> {
  const { rowCount } = await client.query(
    `update attendance_steps_reached set printed_at = now(), printed_by = $2::uuid, updated_at = now()
      where id = any($1) and printed_at is null and withdrawn_at is null`,
    [ids, userId],
  );
  return rowCount ?? 0;
}

function pageOf(letter: Letter) {
  const side = (language: 'en' | 'ar') => {
    const { title, paragraphs, pupil, school, period } = letter[language];
    const lines = (text: string) => isolatedLines(text, language);
    return {
      title: lines(title),
      school: lines(school),
      pupil: lines(pupil),
      period: lines(period),
      paragraphs: paragraphs.map(lines),
    };
  };
  return { en: side('en'), ar: side('ar'), number: letter.number, on: letter.on };
}
