import { AppError } from '../../../kernel/index.ts';
import type { Queryable } from '../../../tenancy/index.ts';
import { typeOfCategory } from '../sql/grading.ts';
import type { CategoryRecord } from './shapes.ts';
import { type Done, findRow, type Naming, refuse, sameRow, saveRow } from './work.ts';

/** Makes or changes a category of the school. The ones that stand for types of exams cannot be written. */
export async function writeCategory(
  client: Queryable,
  record: CategoryRecord,
  naming: Naming,
): Promise<Done | undefined> {
  if (typeOfCategory(naming.sourcedId) !== undefined)
    refuse(`The category "${naming.sourcedId}" belongs to the product and cannot be changed.`);
  const columns = { title: record.title, weight_hundredths: Math.round((record.weight ?? 0) * 100) };
  const existing = await findRow(client, 'grade_categories', naming);
  if (existing && sameRow(existing, columns)) return undefined;
  const id = await saveRow(client, 'grade_categories', { existing, naming, columns });
  return {
    collection: 'grade-categories',
    operation: existing ? 'update' : 'create',
    id,
    label: record.title,
    ...(existing
      ? { before: { title: existing.title, weightHundredths: Number(existing.weight_hundredths) } }
      : {}),
    after: { title: columns.title, weightHundredths: columns.weight_hundredths },
  };
}

/** Deletes a category that no line item stands in; undefined when there is none. Throws oneroster.delete_refused. */
export async function deleteCategory(client: Queryable, sourcedId: string): Promise<Done | undefined> {
  if (typeOfCategory(sourcedId) !== undefined) throw new AppError('oneroster.delete_refused');
  const existing = await findRow(client, 'grade_categories', { sourcedId });
  if (!existing) return undefined;
  const used = await client.query('select from exams where category_id = $1 limit 1', [existing.id]);
  if (used.rowCount) throw new AppError('oneroster.delete_refused');
  await client.query('delete from grade_categories where id = $1', [existing.id]);
  const title = String(existing.title);
  return {
    collection: 'grade-categories',
    operation: 'delete',
    id: String(existing.id),
    label: title,
    before: { title },
  };
}
