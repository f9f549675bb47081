import { closeLimiters } from '../../../core/kernel/index.ts';
import { PLATFORM_COLLECTIONS } from '../../../core/tenancy/index.ts';
import { type HttpAnswer, tableOf } from '../../support/index.ts';
import type { Actor } from '../world/actors.ts';
import type { Change } from '../world/change-log.ts';
import { canariesIn, type Target } from '../world/plant.ts';
import type { World } from '../world/world.ts';
import type { Ask, Session } from './types.ts';

/** An answer that shows a row, to be judged when it is known what the person may read. */
export type Sighting = { actor: string; request: string; target: Target; slug: string };

export type Findings = {
  requests: number;
  faults: string[];
  sightings: Sighting[];
};

/** Tables that only the platform may fill with rows of several schools. */
const SHARED = ['tenants', 'plugins', 'plugin-versions', 'plans', 'permissions'];

/** Opens a session that searches each answer for canaries and ids, and each write for rows of other schools. */
export function openSession(world: World, actor: Actor, slug: string, findings: Findings): Session {
  const { beta, rows, changes } = world;
  // What is refused here must not be refused for having been tried too often.
  closeLimiters();
  let last = '';
  const fault = (sentence: string) => {
    findings.faults.push(`${actor.name}, ${last}: ${sentence}`);
  };
  // Staff act on schools that they name: by the platform's own tables, and by the functions of the console.
  const isPlatformWork = () =>
    actor.name === 'staff' && (PLATFORM_COLLECTIONS.has(slug) || last.includes(' /api/console/'));
  return {
    world,
    actor,
    slug,
    fault,
    idOf: (target) =>
      (slug === 'users' && target === 'own' ? actor.user?.id : undefined) ?? rows[target].get(slug),
    ask: async (request) => {
      last = `${request.method} ${request.path}`;
      findings.requests += 1;
      const answer = await (request.client ?? actor.client).send(request.method, request.path, {
        ...(request.body === undefined ? {} : { body: request.body }),
        ...(request.raw === undefined ? {} : { raw: request.raw }),
        ...(request.headers === undefined ? {} : { headers: request.headers }),
      });
      if (answer.status >= 500 && answer.status !== 501)
        fault(`answered ${answer.status} ${answer.text.slice(0, 300)}`);
      for (const sighting of seenIn(answer, request, world))
        findings.sightings.push({ actor: actor.name, request: last, ...sighting });
      return answer;
    },
    changes: async () => {
      const made = await changes.take();
      if (made.length === 0) return made;
      for (const change of made)
        if (change.tenant === beta.tenant.id)
          if (!isOwnTrace(actor, change, beta.admin.id) && !isPlatformWork())
            fault(`${change.operation} in ${change.table} of another school, row ${change.id}`);
      const events = made.filter(({ table, operation }) => table === 'outbox' && operation === 'INSERT');
      if (events.length > 0) await world.deliveries.deliver(events.map(({ id }) => id));
      made.push(...(events.length > 0 ? await changes.take() : []));
      await changes.undo(
        made.filter((change) => change.operation === 'DELETE' || !isBookkeeping(change.table)),
      );
      return made;
    },
  };
}

function isOwnTrace(actor: Actor, { table }: Change, id: string): boolean {
  return actor.user?.id === id && isBookkeeping(table);
}

// Tables in which requests leave their traces: a session's last use, the trail of what was done.
export function isBookkeeping(table: string): boolean {
  return /session|audit|sign_in|login|attempt|limit/.test(table);
}

function seenIn(answer: HttpAnswer, request: Ask, world: World): Omit<Sighting, 'actor' | 'request'>[] {
  const sent = JSON.stringify([request.path, request.body ?? null, request.raw?.toString() ?? null]);
  const seen = canariesIn(answer.bytes).filter(
    ({ target, slug }) => !sent.includes(`canary-${target}-${slug}`),
  );
  for (const [slug, id] of world.rows.foreign)
    if (!SHARED.includes(slug) && answer.bytes.includes(id) && !sent.includes(id))
      seen.push({ target: 'foreign', slug });
  return seen;
}

/** The table a collection is kept in changed in one of these ways, for the row wanted (or for any row). */
export function wrote(
  made: readonly { table: string; operation: string; id: string }[],
  slug: string,
  operation: string,
  id?: string,
): boolean {
  return made.some(
    (change) =>
      change.table === tableOf(slug) &&
      change.operation === operation &&
      (id === undefined || change.id === id),
  );
}
