import type { CapabilityInput, CapabilityOutput } from '../../../../plugins/sdk/index.ts';
import { refuseCall } from '../registry.ts';
import type { Structure } from './structure.ts';

export type Question = CapabilityInput<'aggregates.query'>;
export type Group = CapabilityOutput<'aggregates.query'>['groups'][number];
type Dimension = Question['groupBy'][number];

/** A published number about one part: `slice` is a month or a subject, or empty. */
export type Cell = { part: string; slice: string; total: number; items: number };
type Key = Record<string, string | null>;

const METRICS: Record<Question['measure'], readonly string[]> = {
  students: ['count'],
  attendance: ['count', 'absenceRate'],
  results: ['count', 'average'],
};
const SLICE = { students: undefined, attendance: 'month', results: 'subject' } as const;
const STEP = { count: 5, absenceRate: 0.5, average: 1 } as const;

/** Refuses what no cell can answer: a metric or a group that the measure does not have. */
export function checkQuestion({ measure, metric, groupBy, filter = {} }: Question): void {
  if (!METRICS[measure].includes(metric))
    refuseCall('metric_not_for_measure', `${measure} has ${METRICS[measure].join(' and ')}.`);
  const asked = new Set<string>(groupBy);
  if (filter.from !== undefined || filter.to !== undefined) asked.add('month');
  if (filter.subjectId !== undefined) asked.add('subject');
  for (const name of ['month', 'subject'] as const)
    if (asked.has(name) && SLICE[measure] !== name)
      refuseCall('group_not_for_measure', `${measure} is not told by ${name}.`);
}

/**
 * The groups of a question with the cells each is made of. A group without cells is suppressed: it is too small, or
 * stands for a smaller one that its value would give away, or there is nothing to count; which of these is not told.
 */
export function groupCells(
  question: Question,
  structure: Structure,
  cells: Cell[],
): { key: Key; cells: Cell[] }[] {
  const facts = factsOf(structure);
  const { groupBy, filter = {} } = question;
  const isWanted = (key: Key) =>
    (filter.gradeLevelId === undefined || key.gradeLevel === filter.gradeLevelId) &&
    (filter.classroomId === undefined || key.classroom === filter.classroomId) &&
    (filter.subjectId === undefined || key.subject === filter.subjectId) &&
    (filter.from === undefined || (key.month ?? '') >= filter.from) &&
    (filter.to === undefined || (key.month ?? '') <= filter.to);

  const groups = new Map<string, { key: Key; cells: Cell[] }>();
  for (const key of expectedKeys(question, structure, cells)) groups.set(nameOf(key), { key, cells: [] });
  for (const cell of cells) {
    const known = facts.get(cell.part);
    if (known === undefined) continue;
    const slice = SLICE[question.measure];
    const full: Partial<Key> = { ...known, ...(slice ? { [slice]: cell.slice } : {}) };
    // A missing fact, unlike an unknown one, means that the cell may not be told apart in this way.
    const asked: Dimension[] = [
      ...groupBy,
      ...(filter.gradeLevelId ? (['gradeLevel'] as const) : []),
      ...(filter.classroomId ? (['classroom'] as const) : []),
    ];
    if (asked.some((name) => full[name] === undefined) || !isWanted(full as Key)) continue;
    const key = pick(full as Key, groupBy);
    const name = nameOf(key);
    const group = groups.get(name) ?? { key, cells: [] };
    group.cells.push(cell);
    groups.set(name, group);
  }
  return [...groups.values()];
}

/** The value of a group, rounded. */
export function toldGroup(metric: Question['metric'], { key, cells }: { key: Key; cells: Cell[] }): Group {
  const items = cells.reduce((sum, cell) => sum + cell.items, 0);
  const total = cells.reduce((sum, cell) => sum + cell.total, 0);
  if (items === 0) return { key, suppressed: true };
  const exact = metric === 'count' ? items : metric === 'average' ? total / items : (100 * total) / items;
  return { key, value: Math.round(exact / STEP[metric]) * STEP[metric], suppressed: false };
}

/** What is known of each part, by dimension: nothing under `classroom` when the part is not exactly one class, and so on. */
function factsOf({ units, parts }: Structure): Map<string, Partial<Key>> {
  const inBlock = Map.groupBy(units, (unit) => unit.block);
  const gradesOf = (block: number) => new Set((inBlock.get(block) ?? []).map((unit) => unit.gradeId));
  const open = openGrades(units);
  return new Map(
    parts.map(({ id, block, sex }) => {
      const members = inBlock.get(block) ?? [];
      const [only, ...more] = members;
      const [grade, ...grades] = gradesOf(block);
      const facts: Partial<Key> = { sex: sex ?? null };
      if (only && more.length === 0 && isClass(only.id)) facts.classroom = only.id;
      if (grade !== undefined && grades.length === 0 && open.has(grade)) facts.gradeLevel = grade;
      return [id, facts];
    }),
  );
}

/** Grades no pupil of whom is in a block together with another grade. */
function openGrades(units: Structure['units']): Set<string | null> {
  const blocks = Map.groupBy(units, (unit) => unit.block);
  const mixed = [...blocks.values()].filter(
    (members) => new Set(members.map((unit) => unit.gradeId)).size > 1,
  );
  const closed = new Set(mixed.flat().map((unit) => unit.gradeId));
  return new Set(units.map((unit) => unit.gradeId).filter((grade) => !closed.has(grade)));
}

/** Every group a reader expects, so that a suppressed one is seen as such: the product of the values of each dimension. */
function expectedKeys(
  { measure, groupBy, filter = {} }: Question,
  { units, parts }: Structure,
  cells: Cell[],
): Key[] {
  const inGrade = (gradeId: string | null) =>
    filter.gradeLevelId === undefined || gradeId === filter.gradeLevelId;
  const shown = units.filter(
    ({ id, gradeId }) => inGrade(gradeId) && (filter.classroomId === undefined || id === filter.classroomId),
  );
  const slices = [...new Set(cells.map((cell) => cell.slice))]
    .filter((slice) => measure !== 'results' || filter.subjectId === undefined || slice === filter.subjectId)
    .filter(
      (slice) => measure !== 'attendance' || (slice >= (filter.from ?? '') && slice <= (filter.to ?? '9')),
    )
    .sort();
  const values: Record<Dimension, (string | null)[]> = {
    gradeLevel: [...new Set(shown.map((unit) => unit.gradeId))],
    classroom: shown.map((unit) => unit.id).filter(isClass),
    sex: [...new Set(parts.map((part) => part.sex ?? null))],
    month: slices,
    subject: slices,
  };
  return groupBy.reduce<Key[]>(
    (keys, name) => keys.flatMap((key) => values[name].map((value) => ({ ...key, [name]: value }))),
    [{}],
  );
}

/** Units that are no class are named `none:<grade>`. */
const isClass = (unit: string) => !unit.startsWith('none:');
const pick = (key: Key, names: readonly string[]): Key =>
  Object.fromEntries(names.map((name) => [name, key[name] ?? null]));
const nameOf = (key: Key) => JSON.stringify(Object.entries(key).sort(([a], [b]) => (a < b ? -1 : 1)));
