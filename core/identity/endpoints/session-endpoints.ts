import type { Endpoint, PayloadRequest } from 'payload';
import { z } from 'zod';
import { poolOf, viewerOf } from '../../tenancy/index.ts';
import { endedSessionCookie, sessionCookie, sessionToken } from '../services/sessions/session-cookie.ts';
import { endSessions, findSession } from '../services/sessions/session-store.ts';
import { sessionOf } from '../services/sessions/session-strategy.ts';
import { knownDeviceCookie } from '../services/sign-in/known-device.ts';
import {
  beginEnrolment,
  finishEnrolment,
  type SignedInAs,
  type SignInStep,
  signIn,
  signInWithCode,
} from '../services/sign-in/sign-in.ts';
import { logSignIn } from '../services/sign-in/sign-in-log.ts';
import { NOTHING, openEndpoint, typedEmail, typedPassword } from './account-endpoint.ts';

const code = z.string().min(6).max(20);
const ticket = z.string().max(100);

/** Signing in and out, at the paths where Payload's own clients look for them. */
export const sessionEndpoints: Endpoint[] = [
  openEndpoint({
    path: '/login',
    method: 'post',
    input: z.object({ email: typedEmail, password: typedPassword, code: code.optional() }),
    run: async ({ req, input }) =>
      answerStep(req, await signIn(poolOf(req.payload), { ...input, cookies: req.headers.get('cookie') })),
  }),
  openEndpoint({
    path: '/second-factor',
    method: 'post',
    input: z.object({ ticket, code }),
    run: async ({ req, input }) => answerStep(req, await signInWithCode(poolOf(req.payload), input)),
  }),
  openEndpoint({
    path: '/second-factor/begin',
    method: 'post',
    input: z.object({ ticket }),
    run: ({ req, input }) => beginEnrolment(poolOf(req.payload), input.ticket),
  }),
  openEndpoint({
    path: '/second-factor/confirm',
    method: 'post',
    input: z.object({ ticket, code }),
    run: async ({ req, input }) => answerStep(req, await finishEnrolment(poolOf(req.payload), input)),
  }),
  openEndpoint({
    path: '/logout',
    method: 'post',
    input: z.unknown(),
    run: async ({ req }) => {
      const token = sessionToken(req.headers);
      const pool = poolOf(req.payload);
      const session = token === undefined ? undefined : await findSession(pool, token);
      if (session) {
        await endSessions(pool, { id: session.id });
        const user = req.user as { id: string; email: string } | null;
        if (user?.email) await logSignIn(pool, { action: 'auth.sign_out', user });
      }
      return Response.json(
        { message: 'Signed out.' },
        { headers: { 'Set-Cookie': endedSessionCookie(), 'Clear-Site-Data': '"cache", "storage"' } },
      );
    },
  }),
  openEndpoint({ path: '/me', method: 'get', input: NOTHING, run: ({ req }) => whoAmI(req) }),
  openEndpoint({
    path: '/refresh-token',
    method: 'post',
    input: z.unknown(),
    run: async ({ req }) => {
      const me = await whoAmI(req);
      return me.user === null
        ? Response.json({ message: 'Not signed in.' }, { status: 401 })
        : { message: 'Still signed in.', ...me };
    },
  }),
];

/** The signed-in person as the access rules show them to themselves; `exp` in seconds, as Payload's panel expects. */
async function whoAmI(req: PayloadRequest): Promise<{ user: object | null; exp?: number }> {
  const viewer = viewerOf(req);
  const session = sessionOf(req);
  if (!viewer || !session) return { user: null };
  if (session.userId === null) return { user: req.user, exp: seconds(session.expiresAt) };
  const user = await req.payload.findByID({
    collection: 'users',
    id: session.userId,
    depth: 0,
    overrideAccess: false,
    user: req.user,
    disableErrors: true,
  });
  return { user: user ? { ...user, collection: 'users' } : null, exp: seconds(session.expiresAt) };
}

async function answerStep(req: PayloadRequest, step: SignInStep): Promise<Response> {
  if (step.step !== 'done') return Response.json(step);
  const headers = new Headers();
  headers.append('Set-Cookie', sessionCookie(step.token, step.expiresAt));
  headers.append('Set-Cookie', knownDeviceCookie(step.account.id));
  return Response.json(await signedInBody(req, step), { headers });
}

async function signedInBody(req: PayloadRequest, done: SignedInAs): Promise<object> {
  const user = await req.payload.findByID({
    collection: 'users',
    id: done.account.id,
    depth: 0,
    overrideAccess: false,
    user: { id: done.account.id, realm: done.account.realm, active: true, collection: 'users' } as never,
  });
  return {
    step: 'done',
    message: 'Signed in.',
    user: { ...user, collection: 'users' },
    token: done.token,
    exp: seconds(done.expiresAt),
    ...(done.recoveryCodes ? { recoveryCodes: done.recoveryCodes } : {}),
  };
}

function seconds(moment: Date): number {
  return Math.floor(moment.getTime() / 1000);
}
