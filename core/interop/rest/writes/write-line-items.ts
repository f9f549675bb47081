import type { Queryable } from '../../../tenancy/index.ts';
import { typeOfCategory } from '../sql/grading.ts';
import type { AssessmentLineItemRecord, LineItemRecord } from './shapes.ts';
import { type Done, findPlace, findRow, type Naming, refuse, sameRow, saveRow } from './work.ts';

type Row = Record<string, unknown>;
type Written = Pick<LineItemRecord, 'title' | 'description' | 'resultValueMin' | 'resultValueMax'>;

/**
 * Makes or changes a line item: an exam of a lesson group. Its subject and year are the group's; its dates are the days of
 * the two moments as they were written. Throws oneroster.data_invalid.
 */
export async function writeLineItem(
  client: Queryable,
  record: LineItemRecord,
  naming: Naming,
): Promise<Done | undefined> {
  const existing = await findRow(client, 'exams', naming);
  const place = await placeOf(client, record.class.sourcedId, existing);
  const category = await categoryOf(client, record.category.sourcedId);
  return save(client, {
    existing,
    naming,
    columns: {
      ...describedBy(record),
      ...place,
      ...category,
      ...(await termOf(client, record, place ?? existing ?? {})),
      assigned_on: record.assignDate.slice(0, 10),
      date: record.dueDate.slice(0, 10),
    },
  });
}

/** The same for the assessment profile, which knows neither dates nor categories. */
export async function writeAssessmentLineItem(
  client: Queryable,
  record: AssessmentLineItemRecord,
  naming: Naming,
): Promise<Done | undefined> {
  const existing = await findRow(client, 'exams', naming);
  if (!existing && !record.class) refuse('A new line item needs the class it belongs to.');
  const place = record.class ? await placeOf(client, record.class.sourcedId, existing) : undefined;
  return save(client, { existing, naming, columns: { ...describedBy(record), ...place } });
}

async function save(
  client: Queryable,
  row: { existing: Row | undefined; naming: Naming; columns: Row },
): Promise<Done | undefined> {
  const { existing, columns } = row;
  if (existing && sameRow(existing, columns)) return undefined;
  const id = await saveRow(client, 'exams', row);
  const facts = (from: Row) => ({
    title: from.title,
    date: from.date ?? null,
    totalMarks: from.total_marks === null ? null : Number(from.total_marks),
  });
  return {
    collection: 'exams',
    operation: existing ? 'update' : 'create',
    id,
    label: String(columns.title),
    ...(existing ? { before: facts(existing) } : {}),
    after: facts({ ...existing, ...columns }),
  };
}

function describedBy(record: Written): Row {
  if ((record.resultValueMin ?? 0) !== 0) refuse('"resultValueMin" can only be 0 here.');
  if (record.resultValueMax !== undefined && record.resultValueMax < 0)
    refuse('"resultValueMax" is less than "resultValueMin".');
  return {
    title: record.title,
    description: record.description ?? null,
    total_marks: record.resultValueMax ?? null,
  };
}

// A class that stays as it was needs no subject again; a homeroom and the school as a class have none to give.
async function placeOf(
  client: Queryable,
  sourcedId: string,
  existing: Row | undefined,
): Promise<Row | undefined> {
  const id = await findPlace(client, 'class', sourcedId);
  if (id === undefined) refuse(`There is no class "${sourcedId}".`);
  if (existing) {
    const now = existing.class_offering_id ?? existing.classroom_id ?? existing.tenant_id;
    if (now === id) return undefined;
  }
  const { rows } = await client.query(
    'select id as class_offering_id, subject_id, academic_year_id, term_id from class_offerings where id = $1',
    [id],
  );
  if (!rows[0]) refuse(`The class "${sourcedId}" has no subject; line items belong to a scheduled class.`);
  return { ...rows[0], classroom_id: null };
}

async function categoryOf(client: Queryable, sourcedId: string): Promise<Row> {
  const type = typeOfCategory(sourcedId);
  if (type !== undefined) return { type, category_id: null };
  const id = await findPlace(client, 'category', sourcedId);
  if (id === undefined) refuse(`There is no category "${sourcedId}".`);
  return { category_id: id };
}

async function termOf(client: Queryable, record: LineItemRecord, place: Row): Promise<Row> {
  const wanted = record.gradingPeriod ?? record.academicSession;
  if (wanted === undefined) return {};
  const id = await findPlace(client, 'session', wanted.sourcedId);
  if (id === undefined) refuse(`There is no academic session "${wanted.sourcedId}".`);
  if (id === place.academic_year_id) return { term_id: null };
  const { rows } = await client.query('select academic_year_id from terms where id = $1', [id]);
  if (rows[0]?.academic_year_id !== place.academic_year_id)
    refuse(`The academic session "${wanted.sourcedId}" is of another year than the class.`);
  return { term_id: id };
}

/** Deletes a line item without results; undefined when there is none. The database refuses one with results. */
export async function deleteLineItem(client: Queryable, sourcedId: string): Promise<Done | undefined> {
  const existing = await findRow(client, 'exams', { sourcedId });
  if (!existing) return undefined;
  await client.query('delete from exams where id = $1', [existing.id]);
  const title = String(existing.title);
  return {
    collection: 'exams',
    operation: 'delete',
    id: String(existing.id),
    label: title,
    before: { title },
  };
}
