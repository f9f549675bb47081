import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Driven, newFindings } from './drive.ts';
import { statusOf } from './operations/by-id.ts';
import { openSession } from './operations/session.ts';
import { recordRoutes } from './policy/express-routes.ts';
import { inventoryOf } from './policy/inventory.ts';
import { differences, writePolicy } from './policy/policy-file.ts';
import { isWriting } from './run.ts';
import { createWorld, type World } from './world/world.ts';

const PEOPLE = ['admin', 'student', 'staff', 'partner', 'anonymous', 'anonymous at console'];

/** What Express answers before Payload, by person; and the pages, each of which must be known here. */
describe('the routes of the server', () => {
  let world: World;
  let routes: string[];

  beforeAll(async () => {
    const stop = recordRoutes();
    world = await createWorld(PEOPLE);
    routes = stop();
  });
  afterAll(async () => {
    await world?.changes.close();
    await world?.system.close();
  });

  it('should answer each route as the committed policy says', async () => {
    const findings = newFindings();
    const { routes: known, pages } = inventoryOf(world.system.payload.config, routes);
    expect(known.length).toBeGreaterThan(3);
    const driven: Driven = new Map();
    for (const route of known) {
      const [, path = ''] = route.split(' ');
      const row = new Map();
      for (const actor of world.actors) {
        const session = openSession(world, actor, 'none', findings);
        const method = route.startsWith('POST') ? 'POST' : 'GET';
        const answer = await session.ask({ method, path, ...(method === 'POST' ? { body: {} } : {}) });
        await session.changes();
        const outcome = answer.status < 300 ? 'ok' : statusOf(answer);
        row.set(actor.name, { own: outcome, other: outcome, foreign: outcome });
      }
      driven.set(route, row);
    }
    // Pages need the built panel: the browser tests look at them. Here it counts that none is unknown.
    for (const page of pages)
      driven.set(`PAGE ${page}`, new Map(world.actors.map(({ name }) => [name, { own: 'panel' }])));
    expect(findings.faults).toEqual([]);
    expect(findings.sightings).toEqual([]);
    if (isWriting()) writePolicy('routes', driven);
    else expect(differences('routes', driven)).toEqual([]);
  });
});
