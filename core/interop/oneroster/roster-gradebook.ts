import { findRecord } from './check-meaning.ts';
import { ownExam, ownNumber, ownScale, ownValue, ownWord } from './own-metadata.ts';
import { WHOLE_SCHOOL } from './roster-classes.ts';
import { metadataOf, orNull, type RosterContext, recordsOf, toFlag, toNumber } from './roster-context.ts';
import type {
  RosterCategory,
  RosterLineItem,
  RosterResult,
  RosterResults,
  RosterScale,
} from './roster-types.ts';
import type { OneRosterRecord } from './types.ts';

export function mapCategories(context: RosterContext): RosterCategory[] {
  // A school that sorts exams by type has no categories; the types stand in for them in Daftar's own packages.
  const records = recordsOf(context, 'categories').filter(
    (record) => ownValue(record, 'kind') !== 'examType',
  );
  return records.map((record) => {
    const dropLowest = ownNumber(record, 'dropLowest');
    return {
      sourcedId: record.values.sourcedId ?? '',
      title: record.values.title ?? '',
      weight: toNumber(record.values.weight),
      titleAr: metadataOf(record, 'titleAr') ?? undefined,
      own:
        dropLowest === undefined
          ? undefined
          : {
              dropLowest,
              classSourcedId: orNull(ownValue(record, 'classSourcedId')),
              yearSourcedId: orNull(ownValue(record, 'yearSourcedId')),
              sort: ownNumber(record, 'sort') ?? null,
            },
    };
  });
}

/** Score scales with their steps; of a range such as 90-100 the lower end. */
export function mapScales(context: RosterContext): RosterScale[] {
  return recordsOf(context, 'scoreScales').map((record) => {
    const {
      sourcedId = '',
      title = '',
      type = '',
      classSourcedId = '',
      scoreScaleValue = '',
    } = record.values;
    const own = ownScale(record);
    const isWholeSchool =
      findRecord(context.package.tables, 'classes', classSourcedId)?.values.classType === WHOLE_SCHOOL;
    const steps = [...scoreScaleValue.matchAll(/\{([^{}:]*):([^{}]*)\}/g)].flatMap(
      ([, label = '', value = '']) => {
        const numbers = value.match(/\d+(?:\.\d+)?/g)?.map(Number) ?? [];
        return numbers.length > 0 && label.trim() !== ''
          ? [{ label: label.trim(), from: Math.round(Math.min(...numbers) * 100) }]
          : [];
      },
    );
    return {
      sourcedId,
      title,
      titleAr: metadataOf(record, 'titleAr'),
      type,
      classSourcedId: isWholeSchool ? undefined : classSourcedId,
      steps: own?.steps ?? steps,
      own,
    };
  });
}

/** Line items of both versions: the session is gradingPeriodSourcedId in 1.1, academicSessionSourcedId in 1.2. */
export function mapLineItems(context: RosterContext): RosterLineItem[] {
  return recordsOf(context, 'lineItems').map((record) => ({ ...toLineItem(record), own: toOwn(record) }));
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

function toOwn(record: OneRosterRecord): RosterLineItem['own'] {
  const type = ownWord(record, 'type', ['quiz', 'assignment', 'midterm', 'final', 'other']);
  const subjectSourcedId = ownValue(record, 'subjectSourcedId');
  const exam = ownExam(record);
  if (type === undefined || subjectSourcedId === undefined || exam === undefined) return undefined;
  return { type, subjectSourcedId, exam };
}

/** Results as they were sent; a score above the maximum is kept (extra credit), as the standard wants. */
export function mapResults({ package: { results } }: RosterContext): RosterResults {
  if (results === undefined) return { count: 0, read: async () => undefined };
  return {
    count: results.rowCount - results.removed.length,
    read: (take) => results.read((records) => take(records.map(toResult))),
  };
}

function toResult(record: OneRosterRecord): RosterResult {
  const { values } = record;
  return {
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
    own: toOwnResult(record),
  };
}

function toOwnResult(record: OneRosterRecord): RosterResult['own'] {
  const status = ownWord(record, 'status', [
    ...(['graded', 'exempt', 'missing', 'late', 'incomplete', 'submitted', 'not_submitted'] as const),
  ]);
  if (status === undefined) return undefined;
  return { status, late: toFlag(ownValue(record, 'late')), attempt: ownNumber(record, 'attempt') ?? null };
}
