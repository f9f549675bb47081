import type { Payload, PayloadRequest } from 'payload';
import { AppError } from '../../kernel/index.ts';
import { notePeopleRead } from '../../observability/index.ts';
import { poolOf, readQuery } from '../../tenancy/index.ts';
import { linkHeader } from './links.ts';
import type { Operation } from './operations.ts';
import { parseFields, parseListQuery } from './parse-query.ts';
import { route } from './route.ts';
import { listStatement, singleStatement } from './sql/statement.ts';
import { write } from './writes/write.ts';

/** A request below /ims/oneroster whose token is known to be good. */
export type RestRequest = {
  method: string;
  /** Without the query, for example /ims/oneroster/rostering/v1p2/classes. */
  path: string;
  query: string;
  /** Scheme and host as the client sees them. */
  origin: string;
  /** The scopes of the token, permission codes and addresses of OneRoster alike. */
  scopes: readonly string[];
  /** The program as the user of the request, for the trail. */
  user: NonNullable<PayloadRequest['user']>;
  /** Reads the JSON body; called for PUT and POST alone. */
  body: () => Promise<unknown>;
};

export type RestAnswer = { status: number; headers: Record<string, string>; body?: string };

const SCOPES = 'https://purl.imsglobal.org/spec/or/v1p2/scope/';

/**
 * Answers one of the 81 operations in the scope of a school: reads with one statement whose JSON goes out as it comes.
 * Throws the errors of the catalogue, which the edge sends in the form of the standard.
 */
export async function answerOneRoster(payload: Payload, request: RestRequest): Promise<RestAnswer> {
  const found = route(request.method, request.path);
  if (found === undefined) throw new AppError('oneroster.path_unknown');
  if ('allowed' in found)
    throw new AppError('oneroster.method_refused', { methods: found.allowed.join(', ') });
  const { operation, ids } = found;
  requireScope(operation, request.scopes);
  switch (operation.kind) {
    case 'list':
      return readList(payload, request, operation, ids);
    case 'one':
      return readOne(payload, request, operation, ids[0] ?? '');
    default:
      return write(poolOf(payload), operation, ids, {
        user: request.user,
        body: operation.kind === 'delete' ? undefined : await request.body(),
      });
  }
}

function requireScope({ scopes }: Operation, held: readonly string[]): void {
  if (scopes.some((scope) => held.includes(SCOPES + scope))) return;
  throw new AppError('oneroster.scope_missing', {
    scopes: scopes.map((scope) => SCOPES + scope).join(', '),
  });
}

// Guardians are in the wide scope of rostering alone, as the permission codes behind the scopes say.
function asked({ origin, scopes }: RestRequest) {
  return {
    base: `${origin}/ims/oneroster`,
    guardians: scopes.includes(`${SCOPES}roster.readonly`),
  };
}

async function readList(
  payload: Payload,
  request: RestRequest,
  operation: Operation,
  ids: string[],
): Promise<RestAnswer> {
  const parameters = new URLSearchParams(request.query);
  const query = parseListQuery(parameters);
  const within = operation.within.map((place, index) => ({ place, id: ids[index] ?? '' }));
  const { rows } = await readQuery(
    poolOf(payload),
    listStatement(asked(request), operation.entity, query, within),
  );
  const [page] = rows as { known: boolean; total: number; rows: number; body: string }[];
  if (!page?.known)
    throw new AppError('oneroster.record_unknown', { sourcedId: ids.join(', ').slice(0, 255) });
  await tellTrail(payload, request, operation, { rows: page.rows });
  const { limit, offset } = query;
  return {
    status: 200,
    headers: {
      'X-Total-Count': String(page.total),
      Link: linkHeader(request.origin + request.path, parameters, { limit, offset, total: page.total }),
    },
    body: page.body,
  };
}

async function readOne(
  payload: Payload,
  request: RestRequest,
  operation: Operation,
  id: string,
): Promise<RestAnswer> {
  const fields = parseFields(new URLSearchParams(request.query));
  const { rows } = await poolOf(payload).query(singleStatement(asked(request), operation.entity, id, fields));
  const [record] = rows as { record_id: string; kind: string | null; body: string }[];
  if (!record) throw new AppError('oneroster.record_unknown', { sourcedId: id.slice(0, 255) });
  await tellTrail(payload, request, operation, { rows: 1, id: record.record_id, kind: record.kind });
  return { status: 200, headers: {}, body: record.body };
}

// Whoever reads children's records and families' contacts is told in the trail, as over the panel and our own REST.
async function tellTrail(
  payload: Payload,
  { user }: RestRequest,
  { entity }: Operation,
  read: { rows: number; id?: string; kind?: string | null },
): Promise<void> {
  if (entity !== 'users' && entity !== 'students' && entity !== 'demographics') return;
  if (read.kind === 'teacher') return;
  await notePeopleRead(
    { payload, user },
    {
      collection: read.kind === 'guardian' ? 'guardians' : 'students',
      rows: read.rows,
      ...(read.id === undefined ? {} : { id: read.id }),
    },
  );
}
