import { openAllDoors } from './open-doors.ts';
import { endpointOperation } from './operations/endpoints.ts';
import { READS } from './operations/reads.ts';
import { type Findings, isBookkeeping, openSession } from './operations/session.ts';
import type { Cell, Operation } from './operations/types.ts';
import { WRITES } from './operations/writes.ts';
import type { Inventory } from './policy/inventory.ts';
import type { Actor } from './world/actors.ts';
import type { World } from './world/world.ts';

/** Cells as they came out: by operation, then by person. */
export type Driven = Map<string, Map<string, Cell>>;

/** The column of the wall alone, with every access function answering true. */
export const DOORS_OPEN = 'doors open';

export function newFindings(): Findings {
  return { requests: 0, faults: [], sightings: [] };
}

/**
 * The operations of a collection: all of ours whose endpoint it has, and one for each endpoint we have none for.
 * Reads come first, so that a write that is not put back whole cannot colour them.
 */
export function operationsOf(slug: string, endpoints: readonly string[]): Operation[] {
  const known = [...READS, ...WRITES].filter(
    // Payload closes a collection by giving it no endpoints; that must be shown too.
    (operation) => endpoints.length === 0 || endpoints.includes(operation.endpoint),
  );
  const driven = new Set([...READS, ...WRITES].map((operation) => operation.endpoint));
  const others = endpoints.filter((endpoint) => !driven.has(endpoint));
  return [...known, ...others.map((endpoint) => endpointOperation(endpoint, slug))];
}

/** Drives every operation of a collection as each of the actors. */
export async function driveCollection(
  world: World,
  slug: string,
  endpoints: readonly string[],
  actors: readonly Actor[],
  findings: Findings,
): Promise<Driven> {
  return driveOperations(world, slug, operationsOf(slug, endpoints), actors, findings);
}

/** Drives the endpoints below /api that belong to no collection. */
export async function driveEndpoints(
  world: World,
  { endpoints }: Inventory,
  findings: Findings,
): Promise<Driven> {
  const operations = endpoints.map((endpoint) => endpointOperation(endpoint));
  return driveOperations(world, 'none', operations, world.actors, findings);
}

async function driveOperations(
  world: World,
  slug: string,
  operations: readonly Operation[],
  actors: readonly Actor[],
  findings: Findings,
): Promise<Driven> {
  const driven: Driven = new Map(operations.map(({ name }) => [name, new Map()]));
  for (const actor of actors) {
    const session = openSession(world, actor, slug, findings);
    await world.changes.take();
    for (const operation of operations) {
      driven.get(operation.name)?.set(actor.name, await operation.drive(session));
      // Nothing but a write writes; a read that does is put back and told.
      for (const change of await session.changes())
        if (READS.includes(operation) && !isTraceOfReading(change.table, actor))
          session.fault(`the read wrote ${change.operation} in ${change.table}`);
    }
  }
  return driven;
}

// A session and a key note when they were last used.
function isTraceOfReading(table: string, { name }: Actor): boolean {
  return table === 'users' || isBookkeeping(table) || (table === 'api_keys' && name === 'reading key');
}

/** Opens every door and drives a collection again; there is no way back in this process. */
export async function driveBehindOpenDoors(
  world: World,
  collections: ReadonlyMap<string, readonly string[]>,
  findings: Findings,
): Promise<Map<string, Driven>> {
  if (collections.size === 0) return new Map();
  const admin = world.actors.find(({ name }) => name === 'admin');
  if (!admin) throw new Error('The wall alone is driven by the admin, who is not among the actors.');
  openAllDoors(world.system.payload);
  const actor = { ...admin, name: DOORS_OPEN };
  const driven = new Map<string, Driven>();
  for (const [slug, endpoints] of collections)
    driven.set(
      slug,
      await driveOperations(
        world,
        slug,
        operationsOf(slug, endpoints).filter(
          (operation) => READS.includes(operation) || WRITES.includes(operation),
        ),
        [actor],
        findings,
      ),
    );
  return driven;
}
