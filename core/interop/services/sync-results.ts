import type { RosterLineItem, RosterResult } from '../oneroster/index.ts';
import { idsBySource, upsertRows } from '../sql/upsert.ts';
import type { ClassIds } from './sync-classes.ts';
import { syncGrading } from './sync-grading.ts';
import type { PeopleIds } from './sync-people.ts';
import type { StructureIds } from './sync-structure.ts';
import { count, type Sync } from './sync-types.ts';

type ExamRow = { id: string; sourced_id: string; academic_year_id: string };

/** Line items become exams, their results become exam results. Scores are kept in hundredths. */
export async function syncResults(
  sync: Sync,
  structure: StructureIds,
  people: PeopleIds,
  classes: ClassIds,
): Promise<void> {
  const { client, roster } = sync;
  const gradeCategories = await syncGrading(sync, structure, classes);
  if (roster.lineItems.length === 0 && roster.results.length === 0) return;
  const offerings = await client.query(
    'select id, subject_id, academic_year_id, term_id from class_offerings',
  );
  const byId = new Map(offerings.rows.map((row) => [row.id as string, row]));
  const categories = new Map(roster.categories.map((category) => [category.sourcedId, category.title]));
  const termIds = await idsBySource(client, 'terms');
  count(
    sync,
    'exams',
    await upsertRows(
      client,
      {
        table: 'exams',
        key: ['sourced_id'],
        columns: {
          sourced_id: 'text',
          title: 'text',
          subject_id: 'uuid',
          class_offering_id: 'uuid',
          classroom_id: 'uuid',
          academic_year_id: 'uuid',
          term_id: 'uuid',
          type: 'enum_exams_type',
          total_marks: 'numeric',
          date: 'text',
          description: 'text',
          assigned_on: 'text',
          category_id: 'uuid',
          weight: 'numeric',
          resit_date: 'text',
          sort: 'numeric',
          published_at: 'timestamptz',
        },
      },
      roster.lineItems.flatMap((item): Record<string, unknown>[] => {
        const offering = byId.get(classes.offerings.get(item.classSourcedId) ?? '');
        const { own } = item;
        if (own) {
          const { exam } = own;
          const subject_id = structure.subjects.get(own.subjectSourcedId);
          const academic_year_id = structure.years.get(exam.year);
          if (!subject_id || !academic_year_id) return [];
          return [
            {
              sourced_id: item.sourcedId,
              title: item.title,
              subject_id,
              class_offering_id: classes.offerings.get(exam.class ?? ''),
              classroom_id: classes.classrooms.get(exam.homeroom ?? ''),
              academic_year_id,
              term_id: termIds.get(item.termSourcedId ?? ''),
              type: own.type,
              total_marks: item.maximum,
              date: exam.date,
              description: item.description,
              assigned_on: exam.assignedOn,
              category_id: gradeCategories.get(item.categorySourcedId),
              weight: exam.weight,
              resit_date: exam.resitDate,
              sort: exam.sort,
              published_at: exam.publishedAt,
            },
          ];
        }
        if (!offering) return [];
        return [
          {
            sourced_id: item.sourcedId,
            title: item.title,
            subject_id: offering.subject_id,
            class_offering_id: offering.id,
            academic_year_id: offering.academic_year_id,
            term_id: termIds.get(item.termSourcedId ?? '') ?? offering.term_id,
            type: examType(item, categories),
            total_marks: item.maximum,
            date: item.dueDate,
            description: item.description,
            assigned_on: item.assignDate === item.dueDate ? null : item.assignDate || null,
            category_id: gradeCategories.get(item.categorySourcedId),
          },
        ];
      }),
    ),
  );
  const exams = await client.query(
    'select id, sourced_id, academic_year_id from exams where sourced_id is not null',
  );
  const examOf = new Map((exams.rows as ExamRow[]).map((row) => [row.sourced_id, row]));
  const results = roster.results.flatMap((result) => {
    const exam = examOf.get(result.lineItemSourcedId);
    const student_id = people.students.get(result.studentSourcedId);
    if (!exam || !student_id) return [];
    return [
      {
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
      },
    ];
  });
  // The date is part of the key of a partitioned table: a result whose date was corrected leaves its old row. Another
  // attempt at the same exam is a result of its own.
  await client.query(
    `with sent as (
       select * from jsonb_to_recordset($1::jsonb) as n(exam_id uuid, student_id uuid, date text, sourced_id text, attempt numeric))
     delete from exam_results r using sent n
      where r.exam_id = n.exam_id and r.student_id = n.student_id and r.date <> n.date
        and case when r.sourced_id is null and n.sourced_id <> r.id::text then coalesce(r.attempt, 1) = coalesce(n.attempt, 1)
                 else coalesce(r.sourced_id, r.id::text) = n.sourced_id end
        and not exists (select from sent o where o.sourced_id = r.id::text and o.date = r.date)`,
    [JSON.stringify(results)],
  );
  count(
    sync,
    'examResults',
    await upsertRows(
      client,
      {
        table: 'exam_results',
        key: ['exam_id', 'student_id', 'date'],
        columns: {
          sourced_id: 'text',
          student_id: 'uuid',
          exam_id: 'uuid',
          academic_year_id: 'uuid',
          date: 'text',
          score_hundredths: 'numeric',
          status: 'enum_exam_results_status',
          comment: 'text',
          text_score: 'text',
          late: 'boolean',
          attempt: 'numeric',
        },
      },
      [...new Map(results.map((row) => [`${row.exam_id}:${row.student_id}:${row.date}`, row])).values()],
      sync.events.follow('exam_results'),
    ),
  );
}

function examType(item: RosterLineItem, categories: Map<string, string>): string {
  const words = `${categories.get(item.categorySourcedId) ?? ''} ${item.title}`.toLowerCase();
  if (words.includes('quiz')) return 'quiz';
  if (words.includes('assignment') || words.includes('homework')) return 'assignment';
  if (words.includes('final')) return 'final';
  return words.includes('midterm') || words.includes('mid-term') ? 'midterm' : 'other';
}

function resultStatus(result: RosterResult): string {
  if (result.status === 'exempt') return 'exempt';
  if (result.isMissing || result.status === 'not submitted') return 'missing';
  if (result.isIncomplete || result.isInProgress) return 'incomplete';
  return result.isLate ? 'late' : 'graded';
}
