import type { Queryable } from '../../tenancy/index.ts';
import type { Period } from '../calculate/types.ts';
import { TERMS_OF_YEAR } from '../sql/periods.ts';
import type { SheetAssessment } from './sheet-rows.ts';

/** A term with the terms inside it, each with theirs: a semester and its grading periods. */
export type TermTree = {
  id: string;
  title: string;
  weightHundredths?: number;
  ownWeightHundredths?: number;
  periods: TermTree[];
};

/** The tree below a term, and the term whose mark it is part of, if there is one. */
export async function termTreeOf(
  client: Queryable,
  term: string,
): Promise<{ tree: TermTree; around: string | undefined }> {
  const { rows } = await client.query(TERMS_OF_YEAR, [term]);
  const inside = Map.groupBy(rows, (row) => row.parent_id as string | null);
  const treeOf = (row: Record<string, unknown>): TermTree => ({
    id: String(row.id),
    title: String(row.title),
    ...(typeof row.weight === 'number' ? { weightHundredths: row.weight } : {}),
    ...(typeof row.own_weight === 'number' ? { ownWeightHundredths: row.own_weight } : {}),
    periods: (inside.get(row.id as string) ?? []).map(treeOf),
  });
  const row = rows.find(({ id }) => id === term);
  return {
    tree: row ? treeOf(row) : { id: term, title: '', periods: [] },
    around: row?.parent_id ?? undefined,
  };
}

/** The ids of the terms inside a term, at every depth. */
export function termsInside({ periods }: TermTree): string[] {
  return periods.flatMap((period) => [period.id, ...termsInside(period)]);
}

/** The periods of a term as they enter the reckoning of one lesson group, with its assessments of each. */
export function periodsOf(
  { periods }: TermTree,
  assessmentsOf: (term: string) => readonly SheetAssessment[],
): Period[] {
  return periods.map((period) => ({
    id: period.id,
    title: period.title,
    ...(period.weightHundredths === undefined ? {} : { weightHundredths: period.weightHundredths }),
    ...(period.ownWeightHundredths === undefined ? {} : { ownWeightHundredths: period.ownWeightHundredths }),
    assessments: assessmentsOf(period.id),
    periods: periodsOf(period, assessmentsOf),
  }));
}
