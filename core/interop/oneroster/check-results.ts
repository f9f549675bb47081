import { findRecord } from './check-meaning.ts';
import { type RecordCheck, referenceChecks } from './check-references.ts';
import type { ProblemList } from './problem-list.ts';
import type { TableSource } from './read-table.ts';
import type { DataFile, OneRosterRecord, OneRosterTable } from './types.ts';

type Tables = ReadonlyMap<DataFile, OneRosterTable>;

const FILE = 'results.csv';
const GRADED = ['fully graded', 'partially graded'];

/** All that is checked of a result beside its own values, once the other files are read. */
export function resultChecks(source: TableSource, tables: Tables): RecordCheck[] {
  const { spec, mode, version, problems } = source;
  const references = mode === 'bulk' ? referenceChecks(spec, (file) => tables.get(file), problems) : [];
  const rules = [rangeRule(tables, problems), memberRule(tables, problems)];
  if (version === '1.1') rules.push(scoreRule(problems));
  const judge = {
    see: (record: OneRosterRecord) => {
      if (!record.isRemoved) for (const rule of rules) rule(record);
    },
    end: () => undefined,
  };
  return [...references, judge];
}

type Rule = (record: OneRosterRecord) => void;

// See the note at results in spec-v1p1.ts.
function scoreRule(problems: ProblemList): Rule {
  return ({ row, values }) => {
    if (values.score !== '' || !GRADED.includes(values.scoreStatus ?? '')) return;
    problems.add('oneroster.value-missing', { file: FILE, row, column: 'score', value: '' });
  };
}

// A contradiction that a school should look at; extra credit is one.
function rangeRule(tables: Tables, problems: ProblemList): Rule {
  return ({ row, values: { score = '', lineItemSourcedId } }) => {
    const item = findRecord(tables, 'lineItems', lineItemSourcedId)?.values;
    if (item === undefined || score === '') return;
    const { resultValueMin: min = '', resultValueMax: max = '' } = item;
    const isBelow = min !== '' && Number(score) < Number(min);
    const isAbove = max !== '' && Number(score) > Number(max);
    if (isBelow || isAbove)
      problems.once('oneroster.score-range', { file: FILE, row, column: 'score', value: score });
  };
}

function memberRule(tables: Tables, problems: ProblemList): Rule {
  const enrollments = tables.get('enrollments');
  if (enrollments?.mode !== 'bulk' || !enrollments.isComplete) return () => undefined;
  const members = new Set<string>();
  for (const { values } of enrollments.records) {
    if (values.role === 'student') members.add(JSON.stringify([values.classSourcedId, values.userSourcedId]));
  }
  return ({ row, values: { lineItemSourcedId, studentSourcedId = '' } }) => {
    const item = findRecord(tables, 'lineItems', lineItemSourcedId)?.values;
    if (item === undefined || members.has(JSON.stringify([item.classSourcedId, studentSourcedId]))) return;
    const place = { file: FILE, row, column: 'studentSourcedId', value: studentSourcedId };
    problems.once('oneroster.result-not-enrolled', place);
  };
}
