import { countFamilies, type FamilyCount } from '../../communication/index.ts';
import { plainDateIn } from '../../kernel/index.ts';
import { type Queryable, requireTenant } from '../../tenancy/index.ts';
import { EMPTY_CELLS, GROUPS_OF_TERM, PUPILS_OF_GROUPS } from '../sql/publication-runs.ts';
import { loadGrading } from './grading.ts';
import { termsInside, termTreeOf } from './periods.ts';
import { groupsOf, type SkippedSheet } from './publish-term.ts';
import type { SheetState } from './sheet-states.ts';

export type Deed = 'publish' | 'withdraw';

/** Which lesson groups of a term: all of them where nothing narrows it. */
export type TermScope = {
  term: string;
  offerings?: string[] | undefined;
  classrooms?: string[] | undefined;
  grades?: string[] | undefined;
};

export type PublicationPlan = {
  /** Lesson groups that can go out or be taken back now. */
  ready: number;
  /** What cannot, with its reason; missingMarks can after all `withEmptyCells`, and is named all the same. */
  refused: SkippedSheet[];
  published: number;
  families: FamilyCount;
};

type Group = { id: string; title: string; state: SheetState };

/** The lesson groups of a scope that somebody may open, by title. */
export async function groupsInScope(
  database: Queryable,
  { term, offerings, classrooms, grades }: TermScope,
  classIds: string[] | 'all',
): Promise<Group[]> {
  const { rows } = await database.query(GROUPS_OF_TERM, [
    ...[term, offerings ?? null, classIds === 'all' ? null : classIds],
    ...[classrooms ?? null, grades ?? null, await termsOf(database, term)],
  ]);
  return rows as Group[];
}

/** What a run over a scope would do and whom it would tell, before it is asked for. */
export async function planPublication(
  database: Queryable,
  scope: TermScope & { deed: Deed; withEmptyCells: boolean },
  classIds: string[] | 'all',
): Promise<PublicationPlan> {
  const groups = await groupsInScope(database, scope, classIds);
  const published = groups.filter(({ state }) => state === 'published');
  const open = groups.filter(({ state }) => state !== 'published');
  const refused = scope.deed === 'publish' ? await refusalsOf(database, open, scope.term) : [];
  const isLeft = ({ reason }: SkippedSheet) => reason !== 'missingMarks' || !scope.withEmptyCells;
  const left = new Set(refused.filter(isLeft).map(({ offeringId }) => offeringId));
  const visible = groups.filter(({ id }) => !left.has(id)).map(({ id }) => id);
  const pupils = await database.query(PUPILS_OF_GROUPS, [visible, scope.term]);
  return {
    ready: scope.deed === 'publish' ? open.length - left.size : published.length,
    refused,
    published: published.length,
    families: await countFamilies(database, {
      kind: 'marks',
      termId: scope.term,
      students: pupils.rows.map((row) => row.id as string),
    }),
  };
}

/** Which of these lesson groups, none of them published, cannot be published as they are: not approved, or with empty cells. */
export async function refusalsOf(
  database: Queryable,
  open: readonly Group[],
  termId: string,
): Promise<SkippedSheet[]> {
  const ids = open.map(({ id }) => id);
  const publish = { termId, offeringIds: ids, actor: { kind: 'system' as const }, classIds: 'all' as const };
  const grading = await loadGrading(
    database,
    await groupsOf(database, publish, await termsOf(database, termId)),
  );
  const empty = await emptyCells(database, ids, termId);
  return open.flatMap(({ id, title, state }): SkippedSheet[] => {
    if (grading.get(id)?.needsApproval && state !== 'approved')
      return [{ offeringId: id, title, reason: 'notApproved' }];
    const cells = empty.get(id);
    return cells === undefined ? [] : [{ offeringId: id, title, reason: 'missingMarks', emptyCells: cells }];
  });
}

/** How many cells of lesson groups nobody has filled, by group; those without an empty one are not in it. */
async function emptyCells(
  database: Queryable,
  offeringIds: readonly string[],
  termId: string,
): Promise<Map<string, number>> {
  const today = plainDateIn(requireTenant().timeZone, Date.now());
  const { rows } = await database.query(EMPTY_CELLS, [offeringIds, termId, today]);
  return new Map(rows.map((row) => [row.id as string, row.cells as number]));
}

/** A term with all terms inside it. */
async function termsOf(database: Queryable, term: string): Promise<string[]> {
  const { tree } = await termTreeOf(database, term);
  return [tree.id, ...termsInside(tree)];
}
