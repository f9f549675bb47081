import { ownValue, ownWord } from './own-metadata.ts';
import { orNull, type RosterContext, recordsOf, toFlag, toNumber } from './roster-context.ts';
import type { RosterCategory, RosterLineItem, RosterResult } from './roster-types.ts';
import type { OneRosterRecord } from './types.ts';

export function mapCategories(context: RosterContext): RosterCategory[] {
  return recordsOf(context, 'categories').map(({ values }) => ({
    sourcedId: values.sourcedId ?? '',
    title: values.title ?? '',
    weight: toNumber(values.weight),
  }));
}

/** Line items of both versions: the session is gradingPeriodSourcedId in 1.1, academicSessionSourcedId in 1.2. */
export function mapLineItems(context: RosterContext): RosterLineItem[] {
  return recordsOf(context, 'lineItems').map((record) => ({ ...toLineItem(record), own: ownExam(record) }));
}

function toLineItem({ values }: OneRosterRecord): RosterLineItem {
  return {
    sourcedId: values.sourcedId ?? '',
    title: values.title ?? '',
    description: orNull(values.description),
    assignDate: values.assignDate ?? '',
    dueDate: values.dueDate ?? '',
    classSourcedId: values.classSourcedId ?? '',
    categorySourcedId: values.categorySourcedId ?? '',
    termSourcedId: orNull(values.academicSessionSourcedId ?? values.gradingPeriodSourcedId),
    minimum: toNumber(values.resultValueMin),
    maximum: toNumber(values.resultValueMax),
    orgSourcedId: orNull(values.schoolSourcedId),
  };
}

function ownExam(record: OneRosterRecord): RosterLineItem['own'] {
  const type = ownWord(record, 'type', ['quiz', 'assignment', 'midterm', 'final', 'other']);
  const subjectSourcedId = ownValue(record, 'subjectSourcedId');
  if (type === undefined || subjectSourcedId === undefined) return undefined;
  return { type, subjectSourcedId, date: orNull(ownValue(record, 'date')) };
}

/** Results as they were sent; a score above the maximum is kept (extra credit), as the standard wants. */
export function mapResults(context: RosterContext): RosterResult[] {
  return recordsOf(context, 'results').map(({ values }) => ({
    sourcedId: values.sourcedId ?? '',
    lineItemSourcedId: values.lineItemSourcedId ?? '',
    studentSourcedId: values.studentSourcedId ?? '',
    status: values.scoreStatus ?? '',
    score: toNumber(values.score),
    textScore: orNull(values.textScore),
    scoreDate: values.scoreDate ?? '',
    comment: orNull(values.comment),
    isInProgress: toFlag(values.inProgress),
    isIncomplete: toFlag(values.incomplete),
    isLate: toFlag(values.late),
    isMissing: toFlag(values.missing),
  }));
}
