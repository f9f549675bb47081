import type { Field, Payload, SanitizedConfig } from 'payload';
import { flattenTopLevelFields } from 'payload';
import type pg from 'pg';
import { TENANT_COLLECTIONS } from '../../core/tenancy/index.ts';

type Named = Field & { name: string };
type Column = { name: string };
type Relation = Named & { relationTo: string };

/** Values the rules of the database ask for, by collection and field; null leaves the field empty. */
const EXCEPTIONS: Record<string, Record<string, unknown>> = {
  guardians: { phone: '+97455512345' },
  // One number is one person of a school.
  students: { qid: null },
  teachers: { qid: null },
  'attendance-registers': { classOffering: null, periodNumber: 0 },
  'class-teachers': { classOffering: null },
  // A new one that took the mark would change the row that has it.
  'academic-years': { current: false },
  'bell-schedules': { isDefault: false },
  'bell-periods': { starts: '07:00', ends: '07:45', isBreak: false },
  'learning-resources': { url: 'https://books.example.org/1' },
  'learning-resource-links': { classroom: null, classOffering: null, student: null, teacher: null },
  tenants: {},
  // Of no version: the plan of the school counts; and each school pays for itself.
  subscriptions: {
    groupPercent: '0',
    addOns: null,
    contract: null,
    priceBookVersion: null,
    payerGroup: null,
  },
  // An enforced one would keep everybody of the school from signing in with a password.
  'sso-connections': { enforced: false, certificate: null },
};

/** The stored fields of a collection, whatever rows and groups they are shown in. */
export function storedFields(config: SanitizedConfig, slug: string): Named[] {
  const collection = config.collections.find((candidate) => candidate.slug === slug);
  const fields = flattenTopLevelFields(collection?.fields ?? []) as Named[];
  return fields.filter((field) => !['id', 'createdAt', 'updatedAt', 'tenant'].includes(field.name));
}

export function isRelation(field: Named): field is Relation {
  return field.type === 'relationship';
}

/** Tenant collections in an order in which each comes after those its rows need. */
export function inOrder(config: SanitizedConfig): string[] {
  const slugs = config.collections.map(({ slug }) => slug).filter((slug) => TENANT_COLLECTIONS.has(slug));
  const sorted: string[] = [];
  const visit = (slug: string, path: string[]) => {
    if (sorted.includes(slug) || path.includes(slug)) return;
    for (const field of storedFields(config, slug))
      if (isRelation(field) && slugs.includes(field.relationTo)) visit(field.relationTo, [...path, slug]);
    sorted.push(slug);
  };
  for (const slug of slugs) visit(slug, []);
  return sorted;
}

/** Values for every field of a collection, with the given ids behind its relations. */
export function sampleOf(
  config: SanitizedConfig,
  slug: string,
  word: string,
  idOf: (relationTo: string) => string | undefined,
): Record<string, unknown> {
  const exceptions = EXCEPTIONS[slug] ?? {};
  return Object.fromEntries(
    storedFields(config, slug).map((field) => [
      field.name,
      field.name in exceptions ? exceptions[field.name] : sampleValue(field, word, idOf),
    ]),
  );
}

function sampleValue(field: Named, word: string, idOf: (relationTo: string) => string | undefined): unknown {
  if (isRelation(field)) return idOf(field.relationTo) ?? null;
  switch (field.type) {
    case 'text':
    case 'textarea':
      if (JSON.stringify(field.admin ?? {}).includes('plain-date-field')) return '2026-01-15';
      return `${word} ${field.name}`.slice(0, field.maxLength ?? 255);
    case 'email':
      return `${word}@example.org`;
    case 'number':
      return Math.max(field.min ?? 1, 1);
    case 'checkbox':
      return true;
    case 'date':
      return '2026-01-15T08:00:00.000Z';
    case 'json':
      return { canary: word };
    case 'select': {
      const [first] = field.options;
      return typeof first === 'string' ? first : first?.value;
    }
    default:
      throw new Error(`The wall tests know no sample for the field ${field.name} of type ${field.type}.`);
  }
}

/** The database's name of a collection's table. */
export function tableOf(slug: string): string {
  return slug.replaceAll('-', '_');
}

/** Writes one row past the wall and returns its id; empty values keep the column's default. */
export async function insertRow(
  payload: Payload,
  admin: pg.Pool,
  slug: string,
  row: Record<string, unknown>,
): Promise<string> {
  const { tables } = payload.db as unknown as { tables: Record<string, Record<string, Column>> };
  const columns = tables[tableOf(slug)] ?? {};
  const entries = Object.entries(row).filter(([, value]) => value !== null && value !== undefined);
  const names = entries.map(([name]) => `"${columns[name]?.name ?? `missing column of ${name}`}"`);
  const values = entries.map(([, value]) => (typeof value === 'object' ? JSON.stringify(value) : value));
  const { rows } = await admin.query(
    `insert into ${tableOf(slug)} (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')})
     returning id`,
    values,
  );
  return rows[0].id;
}
