import { plainDateIn } from '../../kernel/index.ts';
import type { Queryable } from '../../tenancy/index.ts';
import type { Activity } from './demo-activity.ts';
import { insertRows, range, stamp } from './insert-rows.ts';
import { GRADES, SUBJECTS } from './names.ts';

const CATEGORIES = [
  ['homework', 'Homework', 'الواجبات', 2000, 1],
  ['quizzes', 'Quizzes', 'الاختبارات القصيرة', 3000, 1],
  ['exams', 'Exams', 'الاختبارات الرئيسية', 5000, 0],
] as const;

/** Days before today, type and maximum of the assessments of every lesson group. */
const ASSESSMENTS = [
  ['Homework 1', 'assignment', 'homework', 10, 48],
  ['Homework 2', 'assignment', 'homework', 10, 34],
  ['Homework 3', 'assignment', 'homework', 10, 20],
  ['Quiz 1', 'quiz', 'quizzes', 20, 41],
  ['Quiz 2', 'quiz', 'quizzes', 20, 13],
  ['Mid-term', 'midterm', 'exams', 50, 27],
] as const;

const STEPS = [
  ['A', 'ممتاز', 9000, 400],
  ['B', 'جيد جدًا', 8000, 300],
  ['C', 'جيد', 7000, 200],
  ['D', 'مقبول', 6000, 100],
  ['F', 'راسب', 0, 0],
] as const;

/** Categories, a scale from A to F, the school's grading rule, and a full mark grid for every lesson group; not published. */
export async function insertMarks(
  client: Queryable,
  { id, year, term, pupils, today, random }: Activity & { random: () => number },
): Promise<void> {
  await insertRows(
    client,
    'grade_categories',
    CATEGORIES.map(([code, title, title_ar, weight_hundredths, drop_lowest], index) =>
      stamp({ id: id('category', code), title, title_ar, weight_hundredths, drop_lowest, sort: index + 1 }),
    ),
  );
  await insertRows(client, 'grade_scales', [
    stamp({
      id: id('scale', 1),
      title: 'A to F',
      title_ar: 'سلم التقديرات',
      type: 'letter',
      pass_hundredths: 6000,
    }),
  ]);
  await insertRows(
    client,
    'grade_scale_intervals',
    STEPS.map(([label, label_ar, from_hundredths, gpa_hundredths], index) =>
      stamp({
        id: id('step', label),
        scale_id: id('scale', 1),
        label,
        label_ar,
        from_hundredths,
        gpa_hundredths,
        passes: label !== 'F',
        order: index + 1,
      }),
    ),
  );
  await insertRows(client, 'grading_rules', [
    stamp({
      id: id('rule', 1),
      title: 'Rule of the school',
      scale_id: id('scale', 1),
      pass_hundredths: 6000,
      missing_counts_as_zero: true,
      combine: 'mean',
      resit_policy: 'best',
      decimals: 0,
      needs_approval: false,
    }),
  ]);
  const dayBefore = (back: number) => plainDateIn('UTC', today.getTime() - back * 86_400_000);
  const exams = range(GRADES).flatMap((grade) =>
    SUBJECTS.flatMap(([code]) =>
      ASSESSMENTS.map(([title, type, category, max, back], index) => ({
        id: id('exam', index === 3 ? `${grade}${code}` : `${grade}${code}:${index}`),
        ...{ grade, code, title, type, category, max, date: dayBefore(back), sort: index + 1 },
      })),
    ),
  );
  await insertRows(
    client,
    'exams',
    exams.map((exam) =>
      stamp({
        id: exam.id,
        title: exam.title,
        subject_id: id('subject', exam.code),
        class_offering_id: id('offering', `${exam.grade}${exam.code}`),
        academic_year_id: year,
        term_id: term,
        category_id: id('category', exam.category),
        type: exam.type,
        total_marks: exam.max,
        date: exam.date,
        sort: exam.sort,
      }),
    ),
  );
  await insertRows(
    client,
    'exam_results',
    exams.flatMap((exam) =>
      pupils
        .filter((pupil) => pupil.grade === exam.grade)
        .map((pupil) => {
          const draw = random();
          const status = draw < 0.02 ? 'exempt' : draw < 0.05 ? 'missing' : draw < 0.07 ? 'late' : 'graded';
          const hasScore = status === 'graded' || status === 'late';
          return stamp({
            id: id('result', `${exam.id}${pupil.number}`),
            student_id: pupil.id,
            exam_id: exam.id,
            academic_year_id: year,
            date: exam.date,
            score_hundredths: hasScore ? Math.round(exam.max * 2 * (0.42 + 0.58 * random())) * 50 : null,
            status,
            late: status === 'late',
            attempt: 1,
          });
        }),
    ),
  );
}
