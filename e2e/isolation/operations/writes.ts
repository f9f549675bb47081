import { setTimeout } from 'node:timers/promises';
import { type HttpAnswer, tableOf } from '../../support/index.ts';
import { TARGETS } from '../world/plant.ts';
import { change, hasRelations, newRow } from './bodies.ts';
import { byId, statusOf } from './by-id.ts';
import { wrote } from './session.ts';
import type { Cell, Operation, Outcome, Session } from './types.ts';

const OVERRIDES = ['X-Payload-HTTP-Method-Override', 'X-HTTP-Method-Override'];

/** Everything that writes. What a try changed is put back before the next. */
export const WRITES: Operation[] = [
  { name: 'create', endpoint: 'POST /', drive: create },
  {
    name: 'update',
    endpoint: 'PATCH /:id',
    drive: (session) =>
      byId(
        session,
        (id) => ({ method: 'PATCH', path: `/api/${session.slug}/${id}?depth=2`, body: body(session) }),
        (answer, id) => written(session, answer, 'UPDATE', id),
      ),
  },
  bulk('update many', 'PATCH'),
  {
    name: 'duplicate',
    endpoint: 'POST /:id/duplicate',
    drive: (session) =>
      byId(
        session,
        (id) => ({ method: 'POST', path: `/api/${session.slug}/${id}/duplicate`, body: body(session) }),
        (answer) => written(session, answer, 'INSERT'),
      ),
  },
  {
    name: 'delete',
    endpoint: 'DELETE /:id',
    drive: (session) =>
      byId(
        session,
        (id) => ({ method: 'DELETE', path: `/api/${session.slug}/${id}` }),
        (answer, id) => written(session, answer, 'DELETE', id),
      ),
  },
  bulk('delete many', 'DELETE'),
  ...OVERRIDES.map((header) => ({
    name: `delete, ${header}`,
    endpoint: 'DELETE /:id',
    drive: (session: Session) =>
      byId(
        session,
        (id) => ({
          method: 'POST',
          path: `/api/${session.slug}/${id}`,
          body: {},
          headers: { [header]: 'DELETE' },
        }),
        (answer, id) => written(session, answer, 'DELETE', id),
      ),
  })),
];

async function create(session: Session): Promise<Cell> {
  const { world, slug } = session;
  const cell: Cell = {};
  for (const target of TARGETS) {
    if (target !== 'own' && (!hasRelations(world, slug) || !world.rows[target].has(slug))) continue;
    // A row like it is there already and some rules allow only one.
    if (target !== 'foreign') await makeRoom(session);
    const answer = await session.ask({
      method: 'POST',
      path: `/api/${slug}?depth=2`,
      body: newRow(world, slug, target),
    });
    cell[target] = await written(session, answer, 'INSERT');
    if (target !== 'foreign')
      await world.changes.undo([{ table: tableOf(slug), operation: 'DELETE', id: '', tenant: null }]);
  }
  return cell;
}

async function makeRoom({ world, slug, actor }: Session): Promise<void> {
  if (slug === 'users' || slug === 'roles' || actor.user === undefined) return;
  const ids = (['own', 'other'] as const).flatMap((target) => world.rows[target].get(slug) ?? []);
  const isShared = world.rows.own.get(slug) !== undefined && !world.rows.foreign.has(slug);
  if (!isShared && slug !== 'tenants' && slug !== 'outbox') await world.changes.remove(tableOf(slug), ids);
}

/** Milliseconds between the askings; a machine that does other things too needs the longer ones. */
const PAUSES = [0, 200, 1000];

function bulk(name: string, method: 'PATCH' | 'DELETE'): Operation {
  return {
    name,
    endpoint: `${method} /`,
    drive: async (session) => {
      const cell: Cell = {};
      for (const target of TARGETS) {
        const id = session.idOf(target);
        if (id === undefined) continue;
        const once = async () => {
          const answer = await session.ask({
            method,
            path: `/api/${session.slug}?where[id][in]=${id}`,
            ...(method === 'PATCH' ? { body: body(session) } : {}),
          });
          return written(session, answer, method === 'PATCH' ? 'UPDATE' : 'DELETE', id);
        };
        cell[target] = await once();
        // Rows that were just put back may be in use for a moment. Asked again, who may not write still may not.
        for (const pause of PAUSES) {
          if (cell[target] !== '400' && cell[target] !== '409') break;
          await setTimeout(pause);
          cell[target] = await once();
        }
      }
      return cell;
    },
  };
}

function body(session: Session): Record<string, unknown> {
  return change(session.world, session.slug);
}

// What was written counts, and not what the answer says about it.
async function written(
  session: Session,
  answer: HttpAnswer,
  operation: string,
  id?: string,
): Promise<Outcome> {
  const made = await session.changes();
  const isWritten = wrote(made, session.slug, operation, id);
  if (isWritten && answer.status >= 300)
    session.fault(`answered ${answer.status} and wrote ${operation} all the same`);
  if (isWritten) return 'ok';
  return answer.status < 300 ? 'hidden' : statusOf(answer);
}
