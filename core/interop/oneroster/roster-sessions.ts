import { findRecord } from './check-meaning.ts';
import { ownValue } from './own-metadata.ts';
import { inclusiveEnd, metadataOf, orNull, type RosterContext, recordsOf, toFlag } from './roster-context.ts';
import type { RosterTerm, RosterYear, TermKind } from './roster-types.ts';
import type { OneRosterRecord } from './types.ts';

export type Sessions = {
  readonly academicYears: RosterYear[];
  readonly terms: RosterTerm[];
  /** The academic year of a session of any type, or null when it is not in the package. */
  readonly yearOf: (sessionSourcedId: string) => string | null;
};

/**
 * academicSessions.csv as academic years and terms. A term belongs to the schoolYear session above it, else
 * to the one with the same schoolYear. A bulk package without any gets an academic year made from its terms,
 * keyed `derived-year-<schoolYear>`; a delta does not, for its year was sent before.
 */
export function mapSessions(context: RosterContext): Sessions {
  const records = recordsOf(context, 'academicSessions');
  const academicYears = records
    .filter((record) => record.values.type === 'schoolYear')
    .map((r) => toYear(context, r));
  const others = records.filter((record) => record.values.type !== 'schoolYear');
  const yearByNumber = new Map(academicYears.map((year) => [year.schoolYear, year.sourcedId]));
  if (context.package.tables.get('academicSessions')?.mode === 'bulk') {
    for (const year of deriveYears(context, others, yearByNumber)) {
      academicYears.push(year);
      yearByNumber.set(year.schoolYear, year.sourcedId);
    }
  }
  const yearIds = new Set(academicYears.map((year) => year.sourcedId));
  const yearOf = (id: string): string | null => {
    if (yearIds.has(id)) return id;
    const session = findRecord(context.package.tables, 'academicSessions', id);
    if (session === undefined) return null;
    return ancestorYear(context, session) ?? yearByNumber.get(Number(session.values.schoolYear)) ?? null;
  };
  return { academicYears, terms: others.map((record) => toTerm(context, record, yearOf)), yearOf };
}

function toYear(context: RosterContext, record: OneRosterRecord): RosterYear {
  const { sourcedId = '', title = '', startDate = '', endDate, schoolYear } = record.values;
  return {
    sourcedId,
    title,
    titleAr: metadataOf(record, 'titleAr'),
    startDate,
    endDate: inclusiveEnd(context, 'academicSessions', startDate, endDate) ?? startDate,
    schoolYear: Number(schoolYear),
    isDerived: false,
    isCurrent: toFlag(ownValue(record, 'current')) ?? undefined,
  };
}

function toTerm(
  context: RosterContext,
  record: OneRosterRecord,
  yearOf: (id: string) => string | null,
): RosterTerm {
  const { sourcedId = '', title = '', type = '', startDate = '', endDate, schoolYear } = record.values;
  return {
    sourcedId,
    title,
    titleAr: metadataOf(record, 'titleAr'),
    kind: termKind(type),
    startDate,
    endDate: inclusiveEnd(context, 'academicSessions', startDate, endDate) ?? startDate,
    schoolYear: Number(schoolYear),
    parentSourcedId: orNull(record.values.parentSourcedId),
    yearSourcedId: yearOf(sourcedId),
  };
}

function termKind(type: string): TermKind {
  return type === 'semester' || type === 'term' || type === 'gradingPeriod' ? type : 'other';
}

/** Parents cannot go in a circle: readPackage refuses that in bulk; the counter guards a delta. */
function ancestorYear(context: RosterContext, session: OneRosterRecord): string | null {
  let current: OneRosterRecord | undefined = session;
  for (let depth = 0; current !== undefined && depth < 20; depth += 1) {
    if (current.values.type === 'schoolYear') return current.values.sourcedId ?? null;
    current = findRecord(context.package.tables, 'academicSessions', current.values.parentSourcedId);
  }
  return null;
}

function deriveYears(
  context: RosterContext,
  sessions: readonly OneRosterRecord[],
  known: ReadonlyMap<number, string>,
): RosterYear[] {
  const derived = new Map<number, RosterYear>();
  for (const session of sessions) {
    if (ancestorYear(context, session) !== null) continue;
    const schoolYear = Number(session.values.schoolYear);
    if (known.has(schoolYear)) continue;
    const { startDate, endDate } = toTerm(context, session, () => null);
    const earlier = derived.get(schoolYear);
    if (earlier === undefined) {
      const place = { file: 'academicSessions.csv', row: session.row, value: String(schoolYear) };
      context.problems.add('oneroster.roster-year-derived', place);
    }
    derived.set(schoolYear, {
      sourcedId: `derived-year-${schoolYear}`,
      title: `${schoolYear - 1}-${schoolYear}`,
      titleAr: null,
      startDate: earlier !== undefined && earlier.startDate < startDate ? earlier.startDate : startDate,
      endDate: earlier !== undefined && earlier.endDate > endDate ? earlier.endDate : endDate,
      schoolYear,
      isDerived: true,
    });
  }
  return [...derived.values()];
}
