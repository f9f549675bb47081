import type { Queryable } from '../../tenancy/index.ts';
import { calculateMark } from '../calculate/calculate.ts';
import { linesOf } from '../calculate/reckon-periods.ts';
import { type AssessmentStatistics, analyse, describeShares } from '../calculate/statistics.ts';
import type { Trace } from '../calculate/types.ts';
import { PAPERS_OF_EXAMS, SCORES_OF_EXAMS } from '../sql/question-scores.ts';
import type { Question } from './question-scores.ts';
import { readSheet, type Sheet, type SheetRef } from './read-sheet.ts';
import { marksByPupil, type SheetAssessment } from './sheet-rows.ts';

export type ClassAnalytics = {
  title: string;
  term: string;
  pupils: number;
  assessments: (AssessmentStatistics & Pick<SheetAssessment, 'title' | 'type' | 'date' | 'maxHundredths'>)[];
  /** Of assessments whose scores were noted question by question. Discrimination is against the other questions. */
  papers: { assessmentId: string; title: string; questions: (AssessmentStatistics & Question)[] }[];
  /** Of the term marks as they would be published now. */
  termMarks: ReturnType<typeof describeShares> & { passed: number; failed: number; incomplete: number };
};

/** How a lesson group did in a term, per assessment and in all. Throws gradebook.sheet_unknown. */
export async function classAnalytics(
  pool: Queryable,
  ref: SheetRef,
  classIds: string[] | 'all',
): Promise<ClassAnalytics> {
  const sheet = await readSheet(pool, ref, classIds);
  const marks = marksByPupil(sheet.cells);
  const traces = sheet.pupils.map(({ id }) =>
    calculateMark({ ...sheet, marks: [...(marks.get(id) ?? []), ...(sheet.periodMarks?.[id] ?? [])] }),
  );
  const marked = traces.filter(({ status }) => status === 'marked');
  const shares = marked.map(({ percentHundredths = 0 }) => percentHundredths / 10_000);
  const statistics = analyse(
    sheet.assessments.map(({ id }) => id),
    traces.map(sharesOf),
  );
  const papers = await paperStatistics(pool, sheet);
  return {
    title: sheet.offering.title,
    term: sheet.term.title,
    pupils: sheet.pupils.length,
    assessments: sheet.assessments.map(({ title, type, date, maxHundredths }, index) => ({
      title,
      type,
      date,
      maxHundredths,
      ...(statistics[index] as AssessmentStatistics),
    })),
    papers,
    termMarks: {
      ...describeShares(shares),
      passed: marked.filter(({ passes }) => passes === true).length,
      failed: marked.filter(({ passes }) => passes === false).length,
      incomplete: traces.filter(({ status }) => status === 'incomplete').length,
    },
  };
}

async function paperStatistics(pool: Queryable, sheet: Sheet): Promise<ClassAnalytics['papers']> {
  const ids = sheet.assessments.map(({ id }) => id);
  const papers = await pool.query(PAPERS_OF_EXAMS, [ids]);
  if (papers.rows.length === 0) return [];
  const scores = await pool.query(SCORES_OF_EXAMS, [ids]);
  const pupils = new Set(sheet.pupils.map(({ id }) => id));
  const questionsOf = new Map(papers.rows.map((row) => [row.exam_id as string, row.questions as Question[]]));
  return sheet.assessments.flatMap(({ id, title }) => {
    const questions = questionsOf.get(id) ?? [];
    if (questions.length === 0) return [];
    const rows = scores.rows.filter((row) => row.exam_id === id && pupils.has(row.student_id));
    const shares = rows.map(
      (row) =>
        new Map(
          (row.scores as (number | null)[]).flatMap((score, index) => {
            const max = questions[index]?.maxHundredths;
            return score === null || !max ? [] : [[String(index), score / max] as const];
          }),
        ),
    );
    const statistics = analyse(
      questions.map((_, index) => String(index)),
      shares,
    );
    return [
      {
        assessmentId: id,
        title,
        questions: questions.map((question, index) => ({
          ...question,
          ...(statistics[index] as AssessmentStatistics),
        })),
      },
    ];
  });
}

// Results that were left out as the lowest were still reached: they say something about the assessment. So does what work was
// worth before it lost something for being late.
function sharesOf(trace: Trace): Map<string, number> {
  return new Map(
    linesOf(trace).flatMap(({ state, assessmentId, scoreHundredths, maxHundredths, late }) =>
      (state === 'counted' || state === 'dropped') && scoreHundredths !== undefined && maxHundredths
        ? [[assessmentId, (late?.scoreHundredths ?? scoreHundredths) / maxHundredths] as const]
        : [],
    ),
  );
}
