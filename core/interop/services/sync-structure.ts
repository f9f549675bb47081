import { adoptByNumber, idsBySource, upsertRows } from '../sql/upsert.ts';
import { count, type Sync } from './sync-types.ts';

/** Ids of structure records by sourcedId, and of grades by code. */
export type StructureIds = {
  years: Map<string, string>;
  terms: Map<string, string>;
  grades: Map<string, string>;
  subjects: Map<string, string>;
};

/** Years, terms, grades and subjects. */
export async function syncStructure(sync: Sync): Promise<StructureIds> {
  const { client, roster } = sync;
  await adoptByNumber(
    client,
    'academic_years',
    'title',
    roster.academicYears.map((year) => ({ sourcedId: year.sourcedId, number: year.title })),
  );
  count(
    sync,
    'academicYears',
    await upsertRows(
      client,
      {
        table: 'academic_years',
        key: ['sourced_id'],
        columns: { sourced_id: 'text', title: 'text', start_date: 'text', end_date: 'text' },
      },
      roster.academicYears.map((year) => ({
        sourced_id: year.sourcedId,
        title: year.title,
        start_date: year.startDate,
        end_date: year.endDate,
      })),
    ),
  );
  await markCurrentYear(sync);
  const years = await idsBySource(client, 'academic_years');

  const terms = roster.terms.filter(
    (term) => term.kind !== 'other' && yearOfTerm(sync, years, term.yearSourcedId) !== undefined,
  );
  count(
    sync,
    'terms',
    await upsertRows(
      client,
      {
        table: 'terms',
        key: ['sourced_id'],
        columns: {
          sourced_id: 'text',
          title: 'text',
          kind: 'enum_terms_kind',
          academic_year_id: 'uuid',
          start_date: 'text',
          end_date: 'text',
        },
      },
      terms.map((term) => ({
        sourced_id: term.sourcedId,
        title: term.title,
        kind: term.kind,
        academic_year_id: yearOfTerm(sync, years, term.yearSourcedId),
        start_date: term.startDate,
        end_date: term.endDate,
      })),
    ),
  );

  count(
    sync,
    'gradeLevels',
    await upsertRows(
      client,
      // A school names its grades itself; only missing ones are added.
      {
        table: 'grade_levels',
        key: ['code'],
        columns: { code: 'text', title: 'text', title_ar: 'text', order: 'int' },
        onlyNew: ['title', 'title_ar', 'order'],
      },
      roster.gradeLevels.map((grade) => ({
        code: grade.code,
        title: grade.titleEn,
        title_ar: grade.titleAr || null,
        order: grade.order,
      })),
    ),
  );
  const grades = await client.query('select id, code from grade_levels');

  count(
    sync,
    'subjects',
    await upsertRows(
      client,
      {
        table: 'subjects',
        key: ['sourced_id'],
        columns: {
          sourced_id: 'text',
          title: 'text',
          title_ar: 'text',
          code: 'text',
          credit_hours: 'numeric',
          subject_group: 'text',
        },
      },
      roster.subjects.map((subject) => ({
        sourced_id: subject.sourcedId,
        title: subject.title,
        title_ar: subject.titleAr,
        code: subject.code,
        credit_hours: subject.creditHours ?? null,
        subject_group: subject.subjectGroup ?? null,
      })),
    ),
  );
  return {
    years,
    terms: await idsBySource(client, 'terms'),
    grades: new Map(grades.rows.map((row) => [row.code as string, row.id as string])),
    subjects: await idsBySource(client, 'subjects'),
  };
}

function yearOfTerm(
  sync: Sync,
  years: Map<string, string>,
  yearSourcedId: string | null,
): string | undefined {
  return (
    years.get(yearSourcedId ?? '') ??
    (sync.roster.academicYears.length === 0 ? [...years.values()][0] : undefined)
  );
}

// A school that never said which year is current gets the one of today, or else the latest.
async function markCurrentYear({ client, roster }: Sync): Promise<void> {
  // Daftar's own packages say it themselves, also that there is none.
  if (roster.academicYears.some((year) => year.isCurrent !== undefined)) {
    await client.query(
      `update academic_years set current = true
        where sourced_id = any($1) and not exists (select from academic_years where current)`,
      [roster.academicYears.filter((year) => year.isCurrent === true).map((year) => year.sourcedId)],
    );
    return;
  }
  await client.query(
    `update academic_years set current = true
      where id = (select id from academic_years
                   order by (start_date <= current_date::text and end_date >= current_date::text) desc, end_date desc, id limit 1)
        and not exists (select from academic_years where current)`,
  );
}
