import type { HttpAnswer } from '../../support/index.ts';
import { isRelation, storedFields } from '../../support/index.ts';
import { TARGETS } from '../world/plant.ts';
import { byId, statusOf } from './by-id.ts';
import type { Cell, Operation, Session } from './types.ts';

const FORM = 'application/x-www-form-urlencoded';

/** Everything that lists, counts and shows. */
export const READS: Operation[] = [
  list('list', () => 'depth=0&limit=200'),
  list('list, populated', () => 'depth=2&limit=200'),
  list('list, unlimited', () => 'depth=0&limit=0&pagination=false'),
  list('list, selected', (session) => `depth=2&limit=200&joins=false&select[id]=true&${selected(session)}`),
  list('list, sorted', () => 'depth=0&limit=200&sort=-createdAt,id'),
  list(
    'list, of the other school',
    ({ world }) => `limit=200&where[or][1][tenant][equals]=${world.beta.tenant.id}`,
  ),
  override('list, X-Payload-HTTP-Method-Override', 'X-Payload-HTTP-Method-Override'),
  override('list, X-HTTP-Method-Override', 'X-HTTP-Method-Override'),
  { name: 'count', endpoint: 'GET /count', drive: count },
  {
    name: 'read',
    endpoint: 'GET /:id',
    drive: (session) =>
      byId(session, (id) => ({ method: 'GET', path: `/api/${session.slug}/${id}?depth=0` })),
  },
  {
    name: 'read, populated',
    endpoint: 'GET /:id',
    drive: (session) =>
      byId(session, (id) => ({ method: 'GET', path: `/api/${session.slug}/${id}?depth=2` })),
  },
  {
    name: 'access of a row',
    endpoint: 'POST /access/:id?',
    drive: (session) =>
      byId(session, (id) => ({ method: 'POST', path: `/api/${session.slug}/access/${id}`, body: {} })),
  },
  {
    name: 'versions',
    endpoint: 'GET /versions',
    drive: async (session) => {
      const outcome = statusOf(await session.ask({ method: 'GET', path: `/api/${session.slug}/versions` }));
      return { own: outcome, other: outcome, foreign: outcome };
    },
  },
  {
    name: 'version',
    endpoint: 'GET /versions/:id',
    drive: (session) =>
      byId(session, (id) => ({ method: 'GET', path: `/api/${session.slug}/versions/${id}` })),
  },
  {
    name: 'restore a version',
    endpoint: 'POST /versions/:id',
    drive: (session) =>
      byId(session, (id) => ({ method: 'POST', path: `/api/${session.slug}/versions/${id}`, body: {} })),
  },
];

/** The `where` that asks for the one row of each kind. */
export function rowsWanted(session: Session): string {
  const ids = TARGETS.flatMap((target) => session.idOf(target) ?? []);
  return `where[or][0][id][in]=${ids.join(',')}`;
}

function list(name: string, query: (session: Session) => string): Operation {
  return {
    name,
    endpoint: 'GET /',
    drive: async (session) =>
      shown(
        session,
        await session.ask({
          method: 'GET',
          path: `/api/${session.slug}?${rowsWanted(session)}&${query(session)}`,
        }),
      ),
  };
}

function override(name: string, header: string): Operation {
  return {
    name,
    endpoint: 'GET /',
    drive: async (session) =>
      shown(
        session,
        await session.ask({
          method: 'POST',
          path: `/api/${session.slug}`,
          raw: Buffer.from(`${rowsWanted(session)}&depth=0&limit=200`),
          headers: { [header]: 'GET', 'content-type': FORM },
        }),
      ),
  };
}

async function count(session: Session): Promise<Cell> {
  const cell: Cell = {};
  for (const target of TARGETS) {
    const id = session.idOf(target);
    if (id === undefined) continue;
    const answer = await session.ask({
      method: 'GET',
      path: `/api/${session.slug}/count?where[id][equals]=${id}`,
    });
    const isOne = answer.status === 200 && answer.json<{ totalDocs: number }>().totalDocs === 1;
    cell[target] = answer.status === 200 ? (isOne ? 'ok' : 'hidden') : String(answer.status);
  }
  return cell;
}

function selected({ world, slug }: Session): string {
  const fields = storedFields(world.system.payload.config, slug);
  const relations = fields.filter(isRelation);
  return [
    ...fields.slice(0, 4).map((field) => `select[${field.name}]=true`),
    ...relations.map((field) => `select[${field.name}]=true`),
    ...relations.map((field) => `populate[${field.relationTo}][id]=true`),
  ].join('&');
}

function shown(session: Session, answer: HttpAnswer): Cell {
  const cell: Cell = {};
  const ids =
    answer.status === 200 ? answer.json<{ docs?: { id: string }[] }>().docs?.map((doc) => doc.id) : undefined;
  for (const target of TARGETS) {
    const id = session.idOf(target);
    if (id !== undefined) cell[target] = ids ? (ids.includes(id) ? 'ok' : 'hidden') : String(answer.status);
  }
  return cell;
}
