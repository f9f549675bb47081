import { DATABASE } from './database-round.ts';
import { DOORS_OPEN, type Driven } from './drive.ts';
import type { Sighting } from './operations/session.ts';
import { canariesIn } from './world/plant.ts';
import type { World } from './world/world.ts';

const READS = ['read', 'list', 'count'];
/** Columns of people who ask at another host than the school's. */
const ELSEWHERE = ['staff', 'partner', 'anonymous at console', 'admin at console'];

/**
 * A row may show in an answer when the person may read that row by asking for it; whatever else showed is a leak.
 * What no one may read (hidden fields) and rows of another school, asked from a school, are leaks always.
 */
export function leaksOf(
  sightings: readonly Sighting[],
  tables: ReadonlyMap<string, Driven>,
  world: World,
): string[] {
  const leaks = new Set<string>();
  for (const { actor, request, target, slug } of sightings) {
    const isAbroad = target === 'foreign' && !ELSEWHERE.includes(actor);
    if (!isAbroad && slug !== 'hidden' && mayRead(actor, slug, target, tables, world)) continue;
    leaks.add(`${actor} saw the ${target} row of ${slug} in ${request}`);
  }
  return [...leaks];
}

function mayRead(
  actor: string,
  slug: string,
  target: 'own' | 'other' | 'foreign',
  tables: ReadonlyMap<string, Driven>,
  world: World,
): boolean {
  const driven = tables.get(slug);
  // Rows of a collection that this run did not drive: what the school shares with its people.
  if (!driven)
    return (
      (target !== 'foreign' || (slug === 'tenants' && actor === 'staff')) && world.rows[target].has(slug)
    );
  // The planted account is nobody's own.
  const row = slug === 'users' && target === 'own' ? 'other' : target;
  return READS.some((operation) => driven.get(operation)?.get(actor)?.[row] === 'ok');
}

/** Canaries that stand where no person asked for them: in what is logged, or mailed to somebody else. */
export async function strayCanaries({ logLines, deliveries, beta }: World): Promise<string[]> {
  // The code of a permission names a thing of the product and nobody; a refusal says which one is missing.
  const logged = logLines().filter((line) =>
    canariesIn(line).some(({ slug }) => slug !== 'role-permissions'),
  );
  // Nothing was asked at the other school's host, so nobody there may hear of it.
  const mailed = (await deliveries.sent()).filter(
    (text) => canariesIn(text).length > 0 || text.includes(beta.host) || text.includes(beta.admin.email),
  );
  return [...logged.map((line) => `logged: ${line}`), ...mailed.map((text) => `mailed: ${text}`)];
}

/** Where a person reached a row over HTTP that the database would not have given: the two must agree. */
export function disagreements(slug: string, driven: Driven): string[] {
  const found: string[] = [];
  for (const [operation, row] of driven) {
    const inDatabase = row.get(DATABASE);
    if (!inDatabase) continue;
    for (const [actor, cell] of row) {
      if (actor === DATABASE || ELSEWHERE.includes(actor)) continue;
      for (const target of ['own', 'other', 'foreign'] as const)
        if (cell[target] === 'ok' && ['hidden', '403'].includes(inDatabase[target] ?? 'ok'))
          found.push(
            `${slug}, ${operation}, ${actor}: reached the ${target} row that the database role may not reach`,
          );
    }
  }
  return found;
}

/** Foreign rows reached where nothing but the wall stood. */
export function reachedThroughTheWall(slug: string, driven: Driven): string[] {
  const found: string[] = [];
  for (const [operation, row] of driven)
    for (const column of [DATABASE, DOORS_OPEN])
      if (row.get(column)?.foreign === 'ok')
        found.push(`${slug}, ${operation}, ${column}: reached the foreign row`);
  return found;
}
