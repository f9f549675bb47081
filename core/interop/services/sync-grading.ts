import { idsBySource, upsertRows } from '../sql/upsert.ts';
import type { ClassIds } from './sync-classes.ts';
import type { StructureIds } from './sync-structure.ts';
import { count, type Sync } from './sync-types.ts';

/**
 * Categories with a weight and score scales with their steps. A category without a weight only tells the type of its exams:
 * as a category of the gradebook it would count for nothing. Returns the categories by sourcedId.
 */
export async function syncGrading(
  sync: Sync,
  structure: StructureIds,
  classes: ClassIds,
): Promise<Map<string, string>> {
  const { client, roster } = sync;
  const categories = roster.categories.filter(({ weight, own }) => own !== undefined || (weight ?? 0) > 0);
  if (categories.length > 0)
    count(
      sync,
      'gradeCategories',
      await upsertRows(
        client,
        {
          table: 'grade_categories',
          key: ['sourced_id'],
          columns: {
            sourced_id: 'text',
            title: 'text',
            title_ar: 'text',
            weight_hundredths: 'numeric',
            drop_lowest: 'numeric',
            class_offering_id: 'uuid',
            academic_year_id: 'uuid',
            sort: 'numeric',
          },
        },
        categories.map(({ sourcedId, title, titleAr, weight, own }) => ({
          sourced_id: sourcedId,
          title,
          title_ar: titleAr,
          weight_hundredths: Math.round((weight ?? 0) * 100),
          drop_lowest: own?.dropLowest ?? 0,
          class_offering_id: classes.offerings.get(own?.classSourcedId ?? ''),
          academic_year_id: structure.years.get(own?.yearSourcedId ?? ''),
          sort: own?.sort ?? null,
        })),
      ),
    );
  if (roster.scales.length > 0) await syncScales(sync, structure, classes);
  return idsBySource(client, 'grade_categories');
}

async function syncScales(sync: Sync, structure: StructureIds, classes: ClassIds): Promise<void> {
  const { client, roster } = sync;
  // A homeroom has no scales in the gradebook.
  const scales = roster.scales.filter(
    ({ classSourcedId }) => classSourcedId === undefined || classes.offerings.has(classSourcedId),
  );
  count(
    sync,
    'gradeScales',
    await upsertRows(
      client,
      {
        table: 'grade_scales',
        key: ['sourced_id'],
        columns: {
          sourced_id: 'text',
          title: 'text',
          title_ar: 'text',
          type: 'text',
          class_offering_id: 'uuid',
          academic_year_id: 'uuid',
          pass_hundredths: 'numeric',
        },
      },
      scales.map(({ sourcedId, title, titleAr, type, classSourcedId, own }) => ({
        sourced_id: sourcedId,
        title,
        title_ar: titleAr,
        type: own ? own.type : type,
        class_offering_id: classes.offerings.get(classSourcedId ?? ''),
        academic_year_id: structure.years.get(own?.year ?? ''),
        pass_hundredths: own?.pass ?? null,
      })),
    ),
  );
  const ids = await idsBySource(client, 'grade_scales');
  const steps = scales.flatMap((scale) => {
    const scale_id = ids.get(scale.sourcedId);
    if (scale_id === undefined) return [];
    return (
      scale.own?.steps ??
      scale.steps.map((step) => ({ ...step, labelAr: null, gpa: null, passes: null, order: null }))
    ).map((step) => ({
      scale_id,
      label: step.label,
      label_ar: step.labelAr,
      from_hundredths: step.from,
      gpa_hundredths: step.gpa,
      passes: step.passes,
      order: step.order,
    }));
  });
  await client.query(
    `delete from grade_scale_intervals i
      where i.scale_id = any($1::uuid[]) and not exists (
        select from jsonb_to_recordset($2::jsonb) as n(scale_id uuid, from_hundredths numeric)
         where n.scale_id = i.scale_id and n.from_hundredths = i.from_hundredths)`,
    [scales.flatMap(({ sourcedId }) => ids.get(sourcedId) ?? []), JSON.stringify(steps)],
  );
  await upsertRows(
    client,
    {
      table: 'grade_scale_intervals',
      key: ['scale_id', 'from_hundredths'],
      columns: {
        scale_id: 'uuid',
        label: 'text',
        label_ar: 'text',
        from_hundredths: 'numeric',
        gpa_hundredths: 'numeric',
        passes: 'boolean',
        order: 'numeric',
      },
    },
    [...new Map(steps.map((step) => [`${step.scale_id} ${step.from_hundredths}`, step])).values()],
  );
}
