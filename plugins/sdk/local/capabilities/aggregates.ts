import type { AnyCapability, Capability } from '../../../../core/sandbox/cage.ts';
import {
  type AggregateCell,
  type AggregateQuestion,
  aggregateStructure,
  checkQuestion,
  groupCells,
  MIN_PUPILS,
  partsOfUnits,
  refuseCall,
  toldGroup,
} from '../../../../core/sandbox/cage.ts';
import type { SchoolState } from '../school-state.ts';

type Share = { pupil: string; unit: string; sex: string; slice: string; value: number };

/** `aggregates.query` over the demo school, made of cells by the very rules of the platform. */
export function aggregateCapabilities(state: SchoolState): AnyCapability[] {
  const query: Capability<'aggregates.query'> = {
    name: 'aggregates.query',
    run: async (_context, question) => {
      checkQuestion(question);
      if (state.questionsLeft <= 0) refuseCall('budget_spent', 'No question is left today.');
      state.questionsLeft -= 1;
      const structure = aggregateStructure(unitsOf(state));
      const parts = new Map(
        partsOfUnits(structure).map(({ unit, sex, part }) => [`${unit} ${sex ?? '*'}`, part]),
      );
      const cells = new Map<string, AggregateCell & { pupils: Set<string> }>();
      for (const { pupil, unit, sex, slice, value } of sharesOf(state, question.measure)) {
        const part = parts.get(`${unit} ${sex}`) ?? parts.get(`${unit} *`);
        if (part === undefined) continue;
        const cell = cells.get(`${part} ${slice}`) ?? { part, slice, total: 0, items: 0, pupils: new Set() };
        cell.total += value;
        cell.items += 1;
        cell.pupils.add(pupil);
        cells.set(`${part} ${slice}`, cell);
      }
      const told = [...cells.values()].filter((cell) => cell.pupils.size >= MIN_PUPILS);
      return {
        groups: groupCells(question, structure, told).map((group) => toldGroup(question.metric, group)),
        budgetLeft: state.questionsLeft,
      };
    },
  };
  return [query];
}

const unitOf = (student: SchoolState['school']['students'][number]) =>
  student.classroomId ?? `none:${student.gradeLevelId ?? ''}`;
const sexOf = (student: SchoolState['school']['students'][number]) => student.sex ?? 'unspecified';

function unitsOf({ school }: SchoolState) {
  return [...Map.groupBy(school.students, unitOf)].map(([id, students]) => ({
    id,
    gradeId: students[0]?.gradeLevelId ?? null,
    bySex: Object.fromEntries([...Map.groupBy(students, sexOf)].map(([sex, { length }]) => [sex, length])),
  }));
}

function sharesOf({ school, now }: SchoolState, measure: AggregateQuestion['measure']): Share[] {
  const students = new Map(school.students.map((student) => [student.id, student]));
  const share = (pupil: string, slice: string, value: number): Share[] => {
    const student = students.get(pupil);
    return student ? [{ pupil, unit: unitOf(student), sex: sexOf(student), slice, value }] : [];
  };
  if (measure === 'students') return school.students.flatMap(({ id }) => share(id, '', 1));
  if (measure === 'attendance') {
    const thisMonth = new Date(now).toISOString().slice(0, 7);
    return school.attendance
      .filter((mark) => mark.date.slice(0, 7) < thisMonth)
      .flatMap(({ studentId, date, status }) =>
        share(studentId, date.slice(0, 7), status === 'absent' ? 1 : 0),
      );
  }
  return school.results.flatMap(({ studentId, subjectId, score, maxScore }) =>
    score === null || !maxScore ? [] : share(studentId, subjectId ?? '', (score / maxScore) * 100),
  );
}
