import type { Queryable } from '../../../tenancy/index.ts';
import type { Cell, Question } from './answer.ts';
import { CELLS, COUNTED_YEAR, UNITS } from './sql.ts';
import {
  extendStructure,
  MIN_PUPILS,
  partsOfUnits,
  type Structure,
  structureOf,
  type Unit,
} from './structure.ts';

type Measure = Question['measure'];
type CountedCell = Cell & { basis: string[] };

/**
 * The numbers of a school as they stand today, counted at the day's first question. Call it in a transaction that holds the
 * school's lock. Everything a plugin is told is made of these cells, so what they do not give away, nothing does.
 */
export async function openBook(client: Queryable, today: string): Promise<Structure> {
  const year = (await client.query(COUNTED_YEAR, [today])).rows[0];
  if (year === undefined) return { units: [], parts: [] };
  const { rows } = await client.query(
    'select year_id, taken_on::text, structure from plugin_aggregate_books for update',
  );
  const known =
    rows[0]?.year_id === year.id ? (rows[0] as { taken_on: string; structure: Structure }) : undefined;
  if (known?.taken_on === today) return known.structure;

  // Another year has other classes, marks and results: nothing of it can be subtracted from the one before.
  if (rows[0] && !known) await client.query('delete from plugin_aggregate_cells');
  const units = (await client.query<Unit>(UNITS, [year.id])).rows;
  const structure =
    known && known.structure.parts.length > 0 ? extendStructure(known.structure, units) : structureOf(units);
  const parts = JSON.stringify(partsOfUnits(structure));
  for (const measure of Object.keys(CELLS) as Measure[]) {
    const month = measure === 'attendance' ? [`${today.slice(0, 7)}-01`] : [];
    await publish(client, measure, (await client.query(CELLS[measure], [year.id, parts, ...month])).rows);
  }
  await client.query(
    `insert into plugin_aggregate_books (year_id, taken_on, structure) values ($1, $2, $3)
     on conflict (tenant_id) do update
        set year_id = excluded.year_id, taken_on = excluded.taken_on, structure = excluded.structure`,
    [year.id, today, JSON.stringify(structure)],
  );
  return structure;
}

/** The published cells of one measure. */
export async function readCells(client: Queryable, measure: Measure): Promise<Cell[]> {
  const { rows } = await client.query(
    'select part, slice, total::float8 as total, items from plugin_aggregate_cells where measure = $1 order by part, slice',
    [measure],
  );
  return rows;
}

/**
 * A number is told once it is about 10 pupils, and told anew only when 10 pupils' shares in it have changed: whoever asks
 * before and after one pupil came, left or was corrected gets the same answer twice.
 */
async function publish(client: Queryable, measure: Measure, counted: CountedCell[]): Promise<void> {
  const { rows } = await client.query(
    'select part, slice, basis from plugin_aggregate_cells where measure = $1',
    [measure],
  );
  const nameOf = (cell: { part: string; slice: string }) => `${cell.part} ${cell.slice}`;
  const now = new Map(counted.map((cell) => [nameOf(cell), cell]));
  const before = new Map((rows as CountedCell[]).map((cell) => [nameOf(cell), cell]));
  const isTold = (cell: CountedCell | undefined) => (cell?.basis.length ?? 0) >= MIN_PUPILS;
  const hasChanged = (name: string) =>
    changedShares(before.get(name)?.basis ?? [], now.get(name)?.basis ?? []) >= MIN_PUPILS;
  const gone = [...before].filter(([name]) => !isTold(now.get(name)) && hasChanged(name));
  const told = [...now].filter(([name, cell]) => isTold(cell) && hasChanged(name));
  await client.query(
    `delete from plugin_aggregate_cells c
      using jsonb_to_recordset($2::jsonb) as g(part text, slice text)
      where c.measure = $1 and c.part = g.part and c.slice = g.slice`,
    [measure, JSON.stringify(gone.map(([, { part, slice }]) => ({ part, slice })))],
  );
  await client.query(
    `insert into plugin_aggregate_cells (measure, part, slice, total, items, basis)
     select $1, part, slice, total, items, basis
       from jsonb_to_recordset($2::jsonb) as n(part text, slice text, total numeric, items int, basis text[])
     on conflict (tenant_id, measure, part, slice) do update
        set total = excluded.total, items = excluded.items, basis = excluded.basis`,
    [measure, JSON.stringify(told.map(([, cell]) => cell))],
  );
}

// A changed share is gone from one side and new on the other, and counts once; of others only the greater number is sure.
function changedShares(before: string[], after: string[]): number {
  const [a, b] = [new Set(before), new Set(after)];
  const missing = (from: Set<string>, of: Set<string>) => [...of].filter((share) => !from.has(share)).length;
  return Math.max(missing(a, b), missing(b, a));
}
