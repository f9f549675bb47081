import { splitList } from './check-value.ts';
import { CEDS_GRADES, type GradeLevel, gradeLevelOf, normaliseGrade } from './grade-levels.ts';
import { ownNumber, ownValue } from './own-metadata.ts';
import { metadataOf, orNull, type RosterContext, recordsOf } from './roster-context.ts';
import type { RosterStudent } from './roster-person-types.ts';
import type { Sessions } from './roster-sessions.ts';
import type { RosterClassroom, RosterOffering, RosterOrg, RosterSubject } from './roster-types.ts';
import type { DataFile, OneRosterRecord } from './types.ts';

export function mapOrgs(context: RosterContext): RosterOrg[] {
  return recordsOf(context, 'orgs').map((record) => ({
    sourcedId: record.values.sourcedId ?? '',
    title: record.values.name ?? '',
    titleAr: metadataOf(record, 'nameAr'),
    type: record.values.type ?? '',
    identifier: orNull(record.values.identifier),
    parentSourcedId: orNull(record.values.parentSourcedId),
  }));
}

/** A OneRoster course is what the school calls a subject of a grade. */
export function mapSubjects(context: RosterContext, sessions: Sessions): RosterSubject[] {
  // A homeroom has no subject; Daftar's own exports name one, because OneRoster demands a course.
  const courses = recordsOf(context, 'courses').filter((record) => ownValue(record, 'kind') !== 'homeroom');
  return courses.map((record) => ({
    sourcedId: record.values.sourcedId ?? '',
    title: record.values.title ?? '',
    titleAr: metadataOf(record, 'titleAr'),
    code: orNull(record.values.courseCode),
    orgSourcedId: record.values.orgSourcedId ?? '',
    yearSourcedId: sessions.yearOf(record.values.schoolYearSourcedId ?? ''),
    gradeCodes: gradesOf(context, 'courses', record),
    subjects: splitList(record.values.subjects),
    subjectCodes: splitList(record.values.subjectCodes),
    creditHours: ownNumber(record, 'creditHours'),
    subjectGroup: orNull(ownValue(record, 'subjectGroup')) ?? undefined,
  }));
}

/** The type of the class that Daftar's own packages have for what belongs to no single class. */
export const WHOLE_SCHOOL = 'ext:wholeSchool';

export type Classes = { readonly classrooms: RosterClassroom[]; readonly classOfferings: RosterOffering[] };

/** Homerooms become classrooms; every other class (scheduled, or an own `ext:` type) is a taught class. */
export function mapClasses(context: RosterContext, sessions: Sessions): Classes {
  const classrooms: RosterClassroom[] = [];
  const classOfferings: RosterOffering[] = [];
  for (const record of recordsOf(context, 'classes')) {
    const { values } = record;
    // What has no class of its own hangs on a class for the whole school, which is none of the school's.
    if (values.classType === WHOLE_SCHOOL) continue;
    const termSourcedIds = splitList(values.termSourcedIds);
    const yearSourcedId = termSourcedIds.map(sessions.yearOf).find((year) => year !== null) ?? null;
    if (yearSourcedId === null && !context.isDelta) {
      const place = { file: 'classes.csv', row: record.row, value: values.sourcedId };
      context.problems.once('oneroster.roster-no-year', place);
    }
    const gradeCodes = gradesOf(context, 'classes', record);
    const common = {
      sourcedId: values.sourcedId ?? '',
      title: values.title ?? '',
      titleAr: metadataOf(record, 'titleAr'),
      code: orNull(values.classCode),
      location: orNull(values.location),
      orgSourcedId: values.schoolSourcedId ?? '',
      termSourcedIds,
      yearSourcedId,
      gradeCodes,
    };
    if (values.classType === 'homeroom') {
      classrooms.push({
        ...common,
        gradeCode: gradeCodes.length === 1 ? (gradeCodes[0] ?? null) : null,
        capacity: ownNumber(record, 'capacity') ?? null,
      });
    } else {
      const periods = splitList(values.periods);
      const own =
        ownValue(record, 'mainTeacherSourcedId') === undefined
          ? undefined
          : {
              homeroomSourcedId: orNull(ownValue(record, 'homeroomSourcedId')),
              mainTeacherSourcedId: orNull(ownValue(record, 'mainTeacherSourcedId')),
              period: orNull(ownValue(record, 'period')),
            };
      classOfferings.push({ ...common, subjectSourcedId: values.courseSourcedId ?? '', periods, own });
    }
  }
  return { classrooms, classOfferings };
}

/** The grade codes of a record in one spelling; a code outside CEDS is kept and reported once. */
export function gradesOf(context: RosterContext, file: DataFile, record: OneRosterRecord): string[] {
  const codes = new Set<string>();
  for (const item of splitList(record.values.grades)) {
    const code = context.ownGrades.has(item) ? item : normaliseGrade(item);
    codes.add(code);
    if (CEDS_GRADES.has(code) || context.ownGrades.has(code)) continue;
    const place = { file: `${file}.csv`, row: record.row, column: 'grades', value: code };
    context.problems.once('oneroster.roster-grade', place, code);
  }
  return [...codes];
}

/** Every grade that is in use, in the order of school life. */
export function collectGradeLevels(
  context: RosterContext,
  students: readonly RosterStudent[],
  classes: Classes,
  subjects: readonly RosterSubject[],
): GradeLevel[] {
  const codes = new Set<string>(context.ownGrades.keys());
  for (const { gradeCode } of students) if (gradeCode !== null) codes.add(gradeCode);
  for (const { gradeCodes } of [...classes.classrooms, ...classes.classOfferings, ...subjects]) {
    for (const code of gradeCodes) codes.add(code);
  }
  const levels = [...codes].map((code) => context.ownGrades.get(code) ?? gradeLevelOf(code));
  return levels.sort((a, b) => a.order - b.order || a.code.localeCompare(b.code, 'en'));
}
