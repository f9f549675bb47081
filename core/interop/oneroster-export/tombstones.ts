import type { Queryable } from '../../tenancy/index.ts';
import type { DataFile } from '../oneroster/index.ts';
import type { FileQuery } from './file-query.ts';

/** The tables whose deleted rows were records of a file. A role goes with its user and needs no line of its own. */
const SOURCES: Partial<Record<DataFile, readonly string[]>> = {
  academicSessions: ['academic_years', 'terms'],
  courses: ['subjects'],
  classes: ['classrooms', 'class_offerings'],
  users: ['students', 'teachers', 'guardians'],
  enrollments: ['enrollments', 'class_members', 'class_teachers'],
  categories: ['grade_categories'],
  lineItems: ['exams'],
  results: ['exam_results'],
  scoreScales: ['grade_scales'],
};

/** Records of a file that were deleted since and did not come back, as a delta tells them. */
export async function deletedSince(
  client: Queryable,
  { file, sql }: FileQuery,
  org: string,
  since: Date,
): Promise<{ sourcedId: string; deletedAt: Date }[]> {
  const sources = SOURCES[file];
  if (sources === undefined) return [];
  const { rows } = await client.query(
    `select coalesce(d.sourced_id, d.record_id::text) as "sourcedId", max(d.created_at) as "deletedAt"
       from oneroster_tombstones d
      where d.source = any($2) and d.created_at >= $3 and $1::text is not null
        and not exists (select from (${sql}) f where f."sourcedId" = coalesce(d.sourced_id, d.record_id::text))
      group by 1 order by 1`,
    [org, sources, since],
  );
  return rows;
}
