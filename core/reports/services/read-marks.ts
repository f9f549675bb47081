import { termMarksOf } from '../../gradebook/index.ts';
import type { Queryable } from '../../tenancy/index.ts';

export type PupilMark = {
  status: 'marked' | 'exempt' | 'incomplete';
  percentHundredths: number | null;
  label: string | null;
  labelAr: string | null;
  gpaHundredths: number | null;
  passes: boolean | null;
};

/** The published marks of a term by pupil and lesson group. A mark that is not published is no mark of a report card. */
export async function readMarks(
  client: Queryable,
  { term, students }: { term: string; students: string[] },
): Promise<Map<string, Map<string, PupilMark>>> {
  const marks = new Map<string, Map<string, PupilMark>>();
  for (const mark of await termMarksOf(client, { termId: term, studentIds: students })) {
    const own = marks.get(mark.studentId) ?? new Map<string, PupilMark>();
    own.set(mark.classOfferingId, {
      status: mark.status,
      percentHundredths: mark.percentHundredths ?? null,
      label: mark.label ?? null,
      labelAr: mark.labelAr ?? null,
      gpaHundredths: mark.gpaHundredths ?? null,
      passes: mark.passes ?? null,
    });
    marks.set(mark.studentId, own);
  }
  return marks;
}
