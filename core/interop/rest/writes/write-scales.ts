import { AppError } from '../../../kernel/index.ts';
import type { Queryable } from '../../../tenancy/index.ts';
import type { ScoreScaleRecord } from './shapes.ts';
import { type Done, findPlace, findRow, type Naming, refuse, sameRow, saveRow } from './work.ts';

type Step = { label: string; from: number };

const STEPS = `insert into grade_scale_intervals as i (scale_id, label, from_hundredths, passes)
  select $1, n.label, n.from_hundredths, n.from_hundredths >= coalesce((select pass_hundredths from grade_scales where id = $1), 0)
    from jsonb_to_recordset($2::jsonb) as n(label text, from_hundredths numeric)
  on conflict (tenant_id, scale_id, from_hundredths) do update set label = excluded.label, updated_at = now()
    where i.label <> excluded.label`;

/** Makes or changes a scale and its steps; what the school added to a step that stays (Arabic, points) stays too. */
export async function writeScale(
  client: Queryable,
  record: ScoreScaleRecord,
  naming: Naming,
): Promise<Done | undefined> {
  const steps = stepsOf(record);
  const columns = {
    title: record.title,
    type: record.type,
    class_offering_id: await offeringOf(client, record.class.sourcedId),
  };
  const existing = await findRow(client, 'grade_scales', naming);
  const before = existing ? await readSteps(client, String(existing.id)) : [];
  const isSame = JSON.stringify(before) === JSON.stringify(steps);
  if (existing && isSame && sameRow(existing, columns)) return undefined;
  const id = await saveRow(client, 'grade_scales', { existing, naming, columns });
  await client.query('delete from grade_scale_intervals where scale_id = $1 and from_hundredths <> all($2)', [
    id,
    steps.map(({ from }) => from),
  ]);
  await client.query(STEPS, [
    id,
    JSON.stringify(steps.map(({ label, from }) => ({ label, from_hundredths: from }))),
  ]);
  return {
    collection: 'grade-scales',
    operation: existing ? 'update' : 'create',
    id,
    label: record.title,
    ...(existing ? { before: { title: existing.title, steps: before } } : {}),
    after: { title: record.title, steps },
  };
}

// A step begins where its number says; of a range such as 90-100 at the lower end.
function stepsOf(record: ScoreScaleRecord): Step[] {
  const steps = record.scoreScaleValue.map(({ itemValueLHS, itemValueRHS }) => {
    const numbers = itemValueRHS.match(/\d+(?:\.\d+)?/g)?.map(Number) ?? [];
    if (numbers.length === 0) refuse(`"${itemValueRHS}" of the step "${itemValueLHS}" is no number.`);
    return { label: itemValueLHS, from: Math.round(Math.min(...numbers) * 100) };
  });
  if (new Set(steps.map(({ from }) => from)).size < steps.length)
    refuse('Two steps begin at the same number.');
  return steps.sort((a, b) => b.from - a.from);
}

async function readSteps(client: Queryable, id: string): Promise<Step[]> {
  const { rows } = await client.query(
    'select label, from_hundredths::float8 as from from grade_scale_intervals where scale_id = $1 order by from_hundredths desc',
    [id],
  );
  return rows;
}

// The school as a class means a scale of the whole school.
async function offeringOf(client: Queryable, sourcedId: string): Promise<string | null> {
  const id = await findPlace(client, 'class', sourcedId);
  if (id === undefined) return refuse(`There is no class "${sourcedId}".`);
  const { rows } = await client.query(
    'select (select id from class_offerings where id = $1) as offering, $1::uuid = daftar.current_school() as school',
    [id],
  );
  if (rows[0]?.school) return null;
  return rows[0]?.offering ?? refuse(`The class "${sourcedId}" is a homeroom, which has no scales.`);
}

/** Deletes a scale that no grading rule uses; undefined when there is none. Throws oneroster.delete_refused. */
export async function deleteScale(client: Queryable, sourcedId: string): Promise<Done | undefined> {
  const existing = await findRow(client, 'grade_scales', { sourcedId });
  if (!existing) return undefined;
  const used = await client.query('select from grading_rules where scale_id = $1 limit 1', [existing.id]);
  if (used.rowCount) throw new AppError('oneroster.delete_refused');
  await client.query('delete from grade_scale_intervals where scale_id = $1', [existing.id]);
  await client.query('delete from grade_scales where id = $1', [existing.id]);
  const title = String(existing.title);
  return {
    collection: 'grade-scales',
    operation: 'delete',
    id: String(existing.id),
    label: title,
    before: { title },
  };
}
