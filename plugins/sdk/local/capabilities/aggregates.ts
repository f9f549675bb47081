import type { AnyCapability, Capability } from '../../../../core/sandbox/cage.ts';
import { refuseCall } from '../../../../core/sandbox/cage.ts';
import type { SchoolState } from '../school-state.ts';

const SMALLEST_GROUP = 10;

type Fact = { studentId: string; values: Record<string, string | null>; number: number };

/** `aggregates.query` over the demo school: small groups are suppressed and questions are counted, as at a school. */
export function aggregateCapabilities(state: SchoolState): AnyCapability[] {
  const query: Capability<'aggregates.query'> = {
    name: 'aggregates.query',
    run: async (_context, { measure, metric, groupBy, filter = {} }) => {
      const fits = {
        students: ['count'],
        attendance: ['count', 'absenceRate'],
        results: ['count', 'average'],
      };
      if (!fits[measure].includes(metric))
        refuseCall('metric_not_for_measure', `${measure} knows ${fits[measure].join(', ')}.`);
      if (state.questionsLeft <= 0) refuseCall('budget_spent', 'No question is left today.');
      state.questionsLeft -= 1;
      const facts = factsOf(state, measure, filter);
      const groups = Map.groupBy(facts, (fact) =>
        JSON.stringify(Object.fromEntries(groupBy.map((key) => [key, fact.values[key] ?? null]))),
      );
      return {
        groups: [...groups]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, members]) => {
            const suppressed = new Set(members.map((fact) => fact.studentId)).size < SMALLEST_GROUP;
            return {
              key: JSON.parse(key),
              suppressed,
              ...(suppressed ? {} : { value: measured(metric, members) }),
            };
          }),
        budgetLeft: state.questionsLeft,
      };
    },
  };
  return [query];
}

function measured(metric: string, members: Fact[]): number {
  if (metric === 'count') return members.length;
  const sum = members.reduce((total, fact) => total + fact.number, 0);
  return Math.round((sum / members.length) * 1000) / 1000;
}

function factsOf(
  { school }: SchoolState,
  measure: 'students' | 'attendance' | 'results',
  filter: { from?: string; to?: string; gradeLevelId?: string; classroomId?: string; subjectId?: string },
): Fact[] {
  const pupils = new Map(
    school.students
      .filter(
        (student) =>
          (filter.gradeLevelId === undefined || student.gradeLevelId === filter.gradeLevelId) &&
          (filter.classroomId === undefined || student.classroomId === filter.classroomId),
      )
      .map((student) => [
        student.id,
        { gradeLevel: student.gradeLevel, classroom: student.classroom, sex: student.sex },
      ]),
  );
  const within = (day: string | null) =>
    (filter.from === undefined || (day ?? '') >= filter.from) &&
    (filter.to === undefined || (day ?? '') <= filter.to);
  const fact = (studentId: string, values: Fact['values'], number: number): Fact[] => {
    const pupil = pupils.get(studentId);
    return pupil === undefined ? [] : [{ studentId, values: { ...pupil, ...values }, number }];
  };
  if (measure === 'students') return school.students.flatMap(({ id }) => fact(id, {}, 1));
  if (measure === 'attendance')
    return school.attendance
      .filter((mark) => within(mark.date))
      .flatMap(({ studentId, date, status }) =>
        fact(studentId, { month: date.slice(0, 7), status }, status === 'absent' ? 1 : 0),
      );
  return school.results
    .filter(
      (result) =>
        within(result.date) && (filter.subjectId === undefined || result.subjectId === filter.subjectId),
    )
    .flatMap(({ studentId, subject, date, status, score, maxScore }) =>
      score === null
        ? []
        : fact(
            studentId,
            { subject, month: date?.slice(0, 7) ?? null, status },
            (score / (maxScore || 1)) * 100,
          ),
    );
}
