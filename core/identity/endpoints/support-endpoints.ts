import type { Endpoint, PayloadRequest } from 'payload';
import { z } from 'zod';
import { AppError } from '../../kernel/index.ts';
import { actorOf } from '../../observability/index.ts';
import { poolOf, readInput, requirePermission, tellingErrors, viewerOf } from '../../tenancy/index.ts';
import { endedSessionCookie } from '../services/sessions/session-cookie.ts';
import { sessionOf } from '../services/sessions/session-strategy.ts';
import { askForSupport, supportEntryAddress } from '../services/support/ask-support.ts';
import {
  decideSupport,
  endSupport,
  readSupportPolicy,
  setSupportPolicy,
} from '../services/support/decide-support.ts';
import { atSchool, findGrant, listGrants } from '../services/support/support-grants.ts';

// One line each: they stand in mails and lists.
const line = (least: number, most: number) =>
  z
    .string()
    .trim()
    .min(least)
    .max(most)
    .regex(/^[^\p{Cc}\u2028\u2029]*$/u, 'must be one line');
const NOTHING = z.strictObject({});

/** Below /api/support: what the pages of support access call, on the console and at the school. */
export const supportEndpoints: Endpoint[] = [
  endpoint('get', '/support/grants', NOTHING, async (req) => {
    const pool = poolOf(req.payload);
    if (viewerOf(req)?.realm === 'platform') return { grants: await listGrants(pool, requireStaff(req).id) };
    await requirePermission(req, 'support.read');
    return { grants: await listGrants(pool), policy: await readSupportPolicy(pool) };
  }),
  endpoint(
    'post',
    '/support/request',
    z.strictObject({
      tenantId: z.uuid(),
      reason: line(15, 500),
      ticket: line(2, 80),
      writeAsked: z.boolean(),
    }),
    async (req, input) => {
      const staff = requireStaff(req);
      requireSecondFactor(req);
      return askForSupport(poolOf(req.payload), { ...input, staff });
    },
  ),
  endpoint('post', '/support/enter', z.strictObject({ id: z.uuid() }), async (req, { id }) => {
    const staff = requireStaff(req);
    requireSecondFactor(req);
    return { url: await supportEntryAddress(poolOf(req.payload), { grantId: id, staffId: staff.id }) };
  }),
  endpoint(
    'post',
    '/support/decide',
    z.strictObject({ id: z.uuid(), decision: z.enum(['approve', 'refuse']), mayWrite: z.boolean() }),
    async (req, input) => {
      const userId = await requirePerson(req);
      await decideSupport(poolOf(req.payload), { ...input, userId, actor: actorOf(req) });
      return { grants: await listGrants(poolOf(req.payload)) };
    },
  ),
  endpoint(
    'post',
    '/support/policy',
    z.strictObject({ policy: z.enum(['required', 'notify']) }),
    async (req, { policy }) => {
      await requirePerson(req);
      await setSupportPolicy(poolOf(req.payload), { policy, actor: actorOf(req) });
      return { policy };
    },
  ),
  endpoint('post', '/support/end', z.strictObject({ id: z.uuid().optional() }), endAsWhoever),
];

async function endAsWhoever(
  req: PayloadRequest,
  { id }: { id?: string | undefined },
): Promise<Response | object> {
  const pool = poolOf(req.payload);
  const viewer = viewerOf(req);
  const actor = actorOf(req);
  if (viewer?.support) {
    await endSupport(pool, { id: viewer.support.grantId, actor });
    return Response.json({ status: 'ended' }, { headers: { 'Set-Cookie': endedSessionCookie() } });
  }
  if (id === undefined) throw new AppError('request.invalid', { reason: 'id: is needed' });
  if (viewer?.realm === 'platform') {
    const grant = await findGrant(pool, id);
    if (grant?.staffId !== viewer.id) throw new AppError('resource.not_found');
    await atSchool(pool, grant.tenantId, () => endSupport(pool, { id, actor }));
  } else {
    await requirePerson(req);
    await endSupport(pool, { id, actor });
  }
  return { status: 'ended' };
}

function endpoint<Body>(
  method: 'get' | 'post',
  path: `/${string}`,
  input: z.ZodType<Body>,
  run: (req: PayloadRequest, input: Body) => Promise<Response | object>,
): Endpoint {
  return {
    path,
    method,
    handler: tellingErrors(async (req) => {
      const viewer = viewerOf(req);
      if (!viewer || viewer.realm === 'partner') throw new AppError('auth.required');
      const answer = await run(req, await readInput(req, { method, input }));
      if (answer instanceof Response) return answer;
      return Response.json(answer, { headers: { 'Cache-Control': 'private, no-store' } });
    }),
  };
}

function requireStaff(req: PayloadRequest): { id: string; name: string } {
  const viewer = viewerOf(req) as
    | { id: string; realm: string; displayName?: string; email?: string }
    | undefined;
  if (viewer?.realm !== 'platform') throw new AppError('auth.forbidden', { permission: 'platform staff' });
  return { id: viewer.id, name: viewer.displayName || viewer.email || viewer.id };
}

// The session itself must have passed the second factor, not only the account have one.
function requireSecondFactor(req: PayloadRequest): void {
  if (!sessionOf(req)?.secondFactorAt) throw new AppError('support.second_factor');
}

// A person of the school decides; a program with a key does not.
async function requirePerson(req: PayloadRequest): Promise<string> {
  const userId = await requirePermission(req, 'support.write');
  if (actorOf(req).kind !== 'user') throw new AppError('auth.forbidden', { permission: 'support.write' });
  return userId;
}
