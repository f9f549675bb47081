import { anotherSession } from '../world/actors.ts';
import { TARGETS, type Target } from '../world/plant.ts';
import { statusOf } from './by-id.ts';
import { INPUTS } from './inputs.ts';
import type { Cell, Operation, Session } from './types.ts';

/**
 * The operation of an endpoint that is not one of Payload's ways to rows: the request of INPUTS, or an empty one. A
 * path with `:id` or `:key` is tried with the row of each kind.
 */
export function endpointOperation(endpoint: string, slug?: string): Operation {
  const [method = '', path = ''] = endpoint.split(' ');
  const full = slug === undefined ? path : `/${slug}${path}`;
  const input = INPUTS[`${method} ${full}`];
  const isAboutRows = input !== undefined || /\/:/.test(path);
  return {
    name: endpoint,
    endpoint,
    drive: async (session) => {
      const cell: Cell = {};
      for (const target of isAboutRows ? TARGETS : (['own'] as const)) {
        if (slug !== undefined && path.includes(':id') && session.idOf(target) === undefined) continue;
        const sent = input === undefined ? { body: {} } : input(session, target);
        if (sent === undefined) continue;
        const { query, body, isLast } = sent;
        const answer = await session.ask({
          method,
          path: `/api${addressOf(session, full, target)}${query ? `?${query}` : ''}`,
          ...(method === 'GET' ? {} : { body: body ?? {} }),
          // Some end the session they are called with; the person needs it further on.
          ...(isLast ? { client: await anotherSession(session.world.system, session.actor) } : {}),
        });
        cell[target] = statusOf(answer);
        await session.changes();
      }
      return isAboutRows ? cell : { own: cell.own, other: cell.own, foreign: cell.own };
    },
  };
}

function addressOf(session: Session, path: string, target: Target): string {
  return path.replace(/\/:(\w+)\??/g, (_, name: string) => {
    const value = name === 'id' ? session.idOf(target) : undefined;
    return `/${value ?? `canary-${target}`}`;
  });
}
