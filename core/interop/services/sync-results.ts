import type { RosterLineItem } from '../oneroster/index.ts';
import { idsBySource, upsertRows } from '../sql/upsert.ts';
import type { ClassIds } from './sync-classes.ts';
import { removeGraded, syncExamResults } from './sync-exam-results.ts';
import { syncGrading } from './sync-grading.ts';
import type { PeopleIds } from './sync-people.ts';
import type { StructureIds } from './sync-structure.ts';
import { count, type Sync } from './sync-types.ts';

/** Line items become exams, their results become exam results. Scores are kept in hundredths. */
export async function syncResults(
  sync: Sync,
  structure: StructureIds,
  people: PeopleIds,
  classes: ClassIds,
): Promise<void> {
  const { client, roster } = sync;
  const gradeCategories = await syncGrading(sync, structure, classes);
  await removeGraded(sync);
  if (roster.lineItems.length === 0 && roster.results.count === 0) return;
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
  await syncExamResults(sync, people.students);
}

function examType(item: RosterLineItem, categories: Map<string, string>): string {
  const words = `${categories.get(item.categorySourcedId) ?? ''} ${item.title}`.toLowerCase();
  if (words.includes('quiz')) return 'quiz';
  if (words.includes('assignment') || words.includes('homework')) return 'assignment';
  if (words.includes('final')) return 'final';
  return words.includes('midterm') || words.includes('mid-term') ? 'midterm' : 'other';
}
