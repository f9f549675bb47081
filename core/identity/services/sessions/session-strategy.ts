import type { AuthStrategy, Payload } from 'payload';
import { currentScope, knowGrants, poolOf } from '../../../tenancy/index.ts';
import { isFactorCompulsory } from '../second-factor/policy.ts';
import { supportViewer } from '../support/enter-support.ts';
import { sessionToken } from './session-cookie.ts';
import { findPersonOfSession, type Session } from './session-store.ts';

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
    const found = await findPersonOfSession(pool, token);
    if (found === undefined) return { user: null };
    const { session, person, grants } = found;
    if (session.kind === 'support') {
      const viewer = await supportViewer(pool, session);
      return { user: viewer && ({ ...viewer, _strategy: 'daftar-session' } as never) };
    }
    if (person === null || person.active === false) return { user: null };
    if (
      session.kind === 'password' &&
      session.secondFactorAt === null &&
      isFactorCompulsory(grants?.rowScope)
    )
      return { user: null };
    const user = userOfRow(payload, person);
    const signedIn = { ...user, collection: 'users' as const, _strategy: 'daftar-session', session };
    if (grants) knowGrants(signedIn, grants);
    return { user: signedIn as never };
  },
};

// The document as Payload reads it at depth 0, out of the row: its fields are all columns.
function userOfRow(payload: Payload, row: Record<string, unknown>): Record<string, unknown> {
  const { flattenedFields } = payload.collections.users?.config ?? { flattenedFields: [] };
  const values = flattenedFields.map((field) => {
    const { name, type } = field as { name: string; type: string };
    const column = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const value = row[type === 'relationship' ? `${column}_id` : column] ?? null;
    const isDate = type === 'date' && value !== null;
    return [name, isDate ? new Date(String(value)).toISOString() : value];
  });
  return { id: row.id, ...Object.fromEntries(values) };
}

/** The session of a signed-in person; undefined for keys and nobody. */
export function sessionOf(req: { user?: unknown }): Session | undefined {
  return (req.user as Partial<SignedIn> | null | undefined)?.session;
}
