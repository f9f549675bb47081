import type { PayloadRequest } from 'payload';
import { transactionOf } from './payload-transaction.ts';
import { prepared } from './prepared.ts';
import { currentScope } from './scope.ts';
import type { Queryable } from './transaction.ts';

/** Which rows of a permitted collection a role reaches. */
export type RowScope = 'school' | 'own_classes' | 'own_children' | 'self';

/** The signed-in person as the product sees it, wherever Payload hands a user around. */
export type Viewer = {
  id: string;
  realm: 'school' | 'platform' | 'partner';
  active?: boolean | null;
  role?: string | { id: string } | null;
  teacher?: string | { id: string } | null;
  guardian?: string | { id: string } | null;
  student?: string | { id: string } | null;
  /** Set when a program is signed in with a key: its permission codes are all it may do. */
  apiKey?: { id: string; scopes: readonly string[] };
  /** Set when a member of staff works at a school with its knowledge. */
  support?: { grantId: string; staffId: string; codes: readonly string[]; mayWrite: boolean };
};

export type Grants = { codes: ReadonlySet<string>; rowScope: RowScope };

const NOTHING: Grants = { codes: new Set(), rowScope: 'self' };
// Keyed by the user object of one request: a changed role acts on the next request.
const cache = new WeakMap<object, Promise<Grants>>();

/** The id in a relationship value, whether Payload populated it or not. */
export function idOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null && 'id' in value) return String(value.id);
  return undefined;
}

/** The signed-in user of a request, if the user belongs to the realm of the host. */
export function viewerOf(req: Pick<PayloadRequest, 'user'>): Viewer | undefined {
  const user = req.user as unknown as Viewer | null;
  const scope = currentScope();
  // A switched-off account is nobody from the next request on, whatever token it holds.
  if (!user || !scope || user.active === false) return undefined;
  const realm = scope.kind === 'tenant' ? 'school' : scope.realm;
  return user.realm === realm ? user : undefined;
}

type Asking = Pick<PayloadRequest, 'user' | 'payload'> & Partial<Pick<PayloadRequest, 'transactionID'>>;

/** The permission codes and the row scope of the signed-in school user; nothing for everybody else. */
export function grantsOf(req: Asking): Promise<Grants> {
  const viewer = viewerOf(req);
  const fixed = viewer?.apiKey?.scopes ?? viewer?.support?.codes;
  if (viewer?.realm === 'school' && fixed)
    return Promise.resolve({ codes: new Set(fixed), rowScope: 'school' });
  const roleId = idOf(viewer?.role);
  if (viewer?.realm !== 'school' || roleId === undefined) return Promise.resolve(NOTHING);
  const known = cache.get(viewer);
  if (known) return known;
  // A request that holds a connection for its transaction and waits for another one would, with as many of its kind as
  // there are connections, wait for ever.
  const loaded = transactionOf(req).then((database) => loadGrants(database, roleId));
  loaded.catch(() => cache.delete(viewer));
  cache.set(viewer, loaded);
  return loaded;
}

/** Tells what a person may do, where it was read together with the person: nothing asks the database for it again. */
export function knowGrants(viewer: object, grants: Grants): void {
  cache.set(viewer, Promise.resolve(grants));
}

async function loadGrants(database: Queryable, roleId: string): Promise<Grants> {
  const { rows } = await database.query(
    prepared(
      `select r.row_scope, rp.code from roles r left join role_permissions rp on rp.role_id = r.id where r.id = $1`,
      [roleId],
    ),
  );
  return {
    codes: new Set(rows.flatMap((row) => (row.code ? [String(row.code)] : []))),
    rowScope: (rows[0]?.row_scope as RowScope | undefined) ?? 'self',
  };
}

/** True when the signed-in school user holds the permission code. */
export async function can(req: Asking, code: string): Promise<boolean> {
  return (await grantsOf(req)).codes.has(code);
}
