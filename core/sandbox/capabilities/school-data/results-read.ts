import type pg from 'pg';
import type { Capability } from '../registry.ts';
import { asNumber, readPage } from './read-page.ts';
import { asParameter, visiblePeople } from './visible-people.ts';

const COLUMNS = {
  id: 'r.id',
  studentId: 'r.student_id',
  examId: 'r.exam_id',
  examTitle: 'e.title',
  subject: 'b.title',
  subjectId: 'e.subject_id',
  date: 'r.date',
  score: asNumber('r.score_hundredths / 100'),
  maxScore: asNumber('e.total_marks'),
  status: 'r.status',
  comment: 'r.comment',
} as const;

/** `results.read`: exam results, newest first. */
export function resultsReadCapability(pool: pg.Pool): Capability<'results.read'> {
  return {
    name: 'results.read',
    run: async (context, { studentIds, examId, subjectId, academicYearId, limit, offset }) => {
      const { students, guardians } = await visiblePeople(pool, context);
      return readPage(pool, context, 'results.read', {
        columns: COLUMNS,
        pointers: ['id', 'studentId', 'examId', 'subjectId'],
        from: `from exam_results r join exams e on e.id = r.exam_id left join subjects b on b.id = e.subject_id
          where ($3::uuid[] is null or r.student_id = any($3)) and ($4::uuid is null or r.exam_id = $4)
            and ($5::uuid is null or e.subject_id = $5) and ($6::uuid is null or r.academic_year_id = $6)
            and ($7::uuid[] is null or r.student_id = any($7))
            and (not $8::boolean or e.published_at is not null)`,
        order: 'r.date desc, r.student_id, r.id',
        values: [
          studentIds ?? null,
          examId ?? null,
          subjectId ?? null,
          academicYearId ?? null,
          asParameter(students),
          // Families see what was published; what a pupil's add-on page reads, the pupil reads.
          guardians !== 'ofStudents',
        ],
        limit,
        offset,
      }) as never;
    },
  };
}
