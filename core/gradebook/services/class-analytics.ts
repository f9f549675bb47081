import type { Queryable } from '../../tenancy/index.ts';
import { calculateMark } from '../calculate/calculate.ts';
import { type AssessmentStatistics, analyse, describeShares } from '../calculate/statistics.ts';
import type { Trace } from '../calculate/types.ts';
import { readSheet, type SheetRef } from './read-sheet.ts';
import { marksByPupil, type SheetAssessment } from './sheet-rows.ts';

export type ClassAnalytics = {
  title: string;
  term: string;
  pupils: number;
  assessments: (AssessmentStatistics & Pick<SheetAssessment, 'title' | 'type' | 'date' | 'maxHundredths'>)[];
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
  const traces = sheet.pupils.map(({ id }) => calculateMark({ ...sheet, marks: marks.get(id) ?? [] }));
  const marked = traces.filter(({ status }) => status === 'marked');
  const shares = marked.map(({ percentHundredths = 0 }) => percentHundredths / 10_000);
  const statistics = analyse(
    sheet.assessments.map(({ id }) => id),
    traces.map(sharesOf),
  );
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
    termMarks: {
      ...describeShares(shares),
      passed: marked.filter(({ passes }) => passes === true).length,
      failed: marked.filter(({ passes }) => passes === false).length,
      incomplete: traces.filter(({ status }) => status === 'incomplete').length,
    },
  };
}

// Results that were left out as the lowest were still reached: they say something about the assessment.
function sharesOf({ parts }: Trace): Map<string, number> {
  return new Map(
    parts.flatMap(({ lines }) =>
      lines.flatMap(({ state, assessmentId, scoreHundredths, maxHundredths }) =>
        (state === 'counted' || state === 'dropped') && scoreHundredths !== undefined && maxHundredths
          ? [[assessmentId, scoreHundredths / maxHundredths] as const]
          : [],
      ),
    ),
  );
}
