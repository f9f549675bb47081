import { termTitle } from '../../school/index.ts';
import type { Queryable } from '../../tenancy/index.ts';
import { ATTENDANCE, COMMENTS, LESSON_GROUPS, PUPILS } from '../sql/snapshot-rows.ts';
import { averageOf } from './averages.ts';
import { type PupilMark, readMarks } from './read-marks.ts';
import { bothOf, numberOf, pupilOf, textOf } from './read-pupils.ts';
import type { Both, CardSnapshot, Conduct, SnapshotSubject } from './types.ts';

/** What a card says but for its number, code and date. */
export type CardContent = Omit<
  CardSnapshot,
  'number' | 'checkCode' | 'code' | 'version' | 'issuedOn' | 'school'
> & {
  studentId: string;
  classroomId: string | null;
  /** Subjects without a published mark; a card with any cannot be approved. */
  missing: Both[];
};

type Row = Record<string, unknown>;

/** The content of the cards of many pupils for a term, in the order of a class list: five statements whatever their number. */
export async function buildContents(
  client: Queryable,
  { term, students }: { term: string; students: string[] },
): Promise<CardContent[]> {
  // One after the other: the statements share one connection.
  const pupils = await client.query(PUPILS, [students, term]);
  const groups = byPupil((await client.query(LESSON_GROUPS, [students, term])).rows);
  const comments = byPupil((await client.query(COMMENTS, [students, term])).rows);
  const attendance = byPupil((await client.query(ATTENDANCE, [students, term])).rows);
  const marks = await readMarks(client, { term, students });
  return pupils.rows.map((row) => {
    const id = String(row.id);
    const said = comments.get(id) ?? [];
    const own = said.find((comment) => comment.class_offering_id === null);
    const days = attendance.get(id)?.[0];
    const subjects = subjectsOf(groups.get(id) ?? [], marks.get(id) ?? new Map(), said);
    return {
      schema: 1,
      studentId: id,
      classroomId: textOf(row.classroom_id) ?? null,
      pupil: pupilOf(row),
      year: String(row.year),
      term: termTitle(String(row.term)),
      grade: bothOf(row.grade, row.grade_ar),
      classroom: bothOf(row.classroom, row.classroom_ar),
      homeroomTeacher: bothOf(row.teacher, row.teacher_ar),
      subjects: subjects.flatMap(({ subject }) => subject ?? []),
      missing: subjects.flatMap(({ subject, title }) => (subject === undefined ? [title] : [])),
      average: averageOf(subjects.flatMap(({ subject }) => subject ?? [])),
      attendance: {
        days: Number(days?.days ?? 0),
        absent: Number(days?.absent ?? 0),
        excused: Number(days?.excused ?? 0),
        late: Number(days?.late ?? 0),
      },
      conduct: (own?.conduct as Conduct | null | undefined) ?? null,
      comment: commentOf(own),
    };
  });
}

function subjectsOf(
  groups: Row[],
  marks: Map<string, PupilMark>,
  comments: Row[],
): { title: Both; subject: SnapshotSubject | undefined }[] {
  return groups.map((group) => {
    const title = bothOf(group.title, group.title_ar) ?? { en: '', ar: '' };
    const mark = marks.get(String(group.offering_id));
    if (mark === undefined) return { title, subject: undefined };
    const isMarked = mark.status === 'marked';
    return {
      title,
      subject: {
        title,
        teacher: bothOf(group.teacher, group.teacher_ar),
        status: mark.status,
        percentHundredths: isMarked ? mark.percentHundredths : null,
        label: isMarked ? bothOf(mark.label, mark.labelAr) : null,
        gpaHundredths: isMarked ? mark.gpaHundredths : null,
        passes: isMarked ? mark.passes : null,
        creditHours: numberOf(group.credit_hours),
        comment: commentOf(comments.find((comment) => comment.class_offering_id === group.offering_id)),
      },
    };
  });
}

function commentOf(row: Row | undefined): CardSnapshot['comment'] {
  const [en, ar] = [textOf(row?.text_en), textOf(row?.text_ar)];
  if (en === undefined && ar === undefined) return null;
  return { ...(en === undefined ? {} : { en }), ...(ar === undefined ? {} : { ar }) };
}

function byPupil(rows: Row[]): Map<string, Row[]> {
  return Map.groupBy(rows, (row) => String(row.student_id));
}
