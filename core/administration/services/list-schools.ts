import { AppError } from '../../kernel/index.ts';
import type { Queryable } from '../../tenancy/index.ts';
import { LIST_SCHOOLS, READ_SCHOOL } from '../sql/school-states.ts';
import type { SchoolState } from './school-states.ts';

export type SchoolLine = {
  id: string;
  name: string;
  nameAr: string | null;
  subdomain: string;
  status: SchoolState;
  /** Instants are ISO 8601 texts. */
  trialEndsAt: string | null;
  suspendedAt: string | null;
  createdAt: string;
  plan: string;
  planName: string;
  planNameAr: string;
  groupId: string | null;
  groupName: string | null;
  customDomain: string | null;
};

export type SchoolList = { total: number; page: number; pages: number; schools: SchoolLine[] };
export type SchoolFilter = {
  search?: string | undefined;
  state?: string | undefined;
  group?: string | undefined;
  page?: number | undefined;
};

const PAGE_SIZE = 50;

/** A page of all schools, newest first. Platform scope. How many pupils a school has is the school's own knowledge. */
export async function listSchools(database: Queryable, filter: SchoolFilter): Promise<SchoolList> {
  const page = filter.page ?? 1;
  const { rows } = await database.query(LIST_SCHOOLS, [
    filter.search?.trim() ?? '',
    filter.state ?? '',
    filter.group ?? null,
    PAGE_SIZE,
    (page - 1) * PAGE_SIZE,
  ]);
  const total: number = rows[0]?.total ?? 0;
  return {
    total,
    page,
    pages: Math.max(1, Math.ceil(total / PAGE_SIZE)),
    schools: rows.map(({ total: _, ...row }) => withTexts(row)),
  };
}

export type SchoolDetail = Omit<SchoolLine, 'groupName'> & {
  suspendedReason: string | null;
  archivedAt: string | null;
  locale: string;
  timeZone: string;
  customDomainVerifiedAt: string | null;
};

/** One school as staff see it. Platform scope. Throws resource.not_found. */
export async function readSchool(database: Queryable, id: string): Promise<SchoolDetail> {
  const { rows } = await database.query(READ_SCHOOL, [id]);
  if (!rows[0]) throw new AppError('resource.not_found');
  return withTexts(rows[0]);
}

export type Choices = {
  plans: { code: string; name: string; nameAr: string }[];
  groups: { id: string; name: string }[];
};

/** What staff choose from for a school. Platform scope. */
export async function readChoices(database: Queryable): Promise<Choices> {
  const plans = await database.query(
    'select code, name, name_ar as "nameAr" from plans order by monthly_price_cents',
  );
  const groups = await database.query('select id, name from school_groups order by name, id limit 500');
  return { plans: plans.rows, groups: groups.rows };
}

function withTexts<Row>(row: Record<string, unknown>): Row {
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key, value instanceof Date ? value.toISOString() : value]),
  ) as Row;
}
