import type { AuthStrategy } from 'payload';
import { currentScope, poolOf } from '../../../tenancy/index.ts';
import { needsSecondFactor } from '../second-factor/policy.ts';
import { sessionToken } from './session-cookie.ts';
import { findSession, type Session } from './session-store.ts';

export type SignedIn = {
  id: string;
  collection: 'users';
  realm: string;
  active?: boolean | null;
  role?: unknown;
  email: string;
  displayName?: string | null;
  session: Session;
};

/** Finds the person of a support session; set by the module of support access. */
export type SupportViewer = (session: Session) => Promise<Record<string, unknown> | null>;

/**
 * Who the request is from: the session of its cookie or bearer token, in the scope of the host. Asked anew with every
 * request, so that a sign-out, a new password, a switched-off account, another role or a new rule about second factors
 * act on the very next one.
 */
export const sessionStrategy: AuthStrategy = {
  name: 'daftar-session',
  authenticate: async ({ headers, payload }) => {
    const token = sessionToken(headers);
    if (token === undefined || currentScope() === undefined) return { user: null };
    const pool = poolOf(payload);
    const session = await findSession(pool, token);
    if (session?.userId === null || session === undefined) return { user: null };
    const user = await payload.findByID({
      collection: 'users',
      id: session.userId,
      depth: 0,
      // override: this is where it is found out who asks.
      overrideAccess: true,
      disableErrors: true,
    });
    if (!user || user.active === false) return { user: null };
    if (
      session.kind === 'password' &&
      session.secondFactorAt === null &&
      (await needsSecondFactor(pool, { id: session.userId, realm: String(user.realm), role: user.role }))
    )
      return { user: null };
    const signedIn = { ...user, collection: 'users' as const, _strategy: 'daftar-session', session };
    return { user: signedIn as never };
  },
};

/** The session of a signed-in person; undefined for keys and nobody. */
export function sessionOf(req: { user?: unknown }): Session | undefined {
  return (req.user as Partial<SignedIn> | null | undefined)?.session;
}
