import { type SQL, sql } from '@payloadcms/db-postgres/drizzle';
import {
  APIError,
  AuthenticationError,
  type CollectionAfterLoginHook,
  type CollectionBeforeLoginHook,
  type CollectionBeforeOperationHook,
  type CollectionBeforeValidateHook,
  type PayloadRequest,
} from 'payload';
import { currentScope } from '../../tenancy/index.ts';

/** The least length of a password (OWASP ASVS 5, 6.2.1 asks for 8; longer is the only rule that helps). */
export const MIN_PASSWORD_LENGTH = 10;

/** Realm and school come from the host, whatever the request says. */
export const fillRealm: CollectionBeforeValidateHook = ({ data, operation }) => {
  const scope = currentScope();
  if (!data || operation !== 'create' || !scope) return data;
  if (scope.kind === 'tenant') return { ...data, realm: 'school', tenant: scope.tenant.id };
  if (scope.realm === 'system') return data;
  return { ...data, realm: scope.realm, tenant: null };
};

/** Payload accepts three characters; we do not. */
export const checkPassword: CollectionBeforeValidateHook = ({ data, req }) => {
  refuseShort(data?.password, req);
  return data;
};

/** A reset carries the password in its arguments, past the hook above. */
export const checkResetPassword: CollectionBeforeOperationHook = ({ args, operation, req }) => {
  if (operation === 'resetPassword')
    refuseShort((args as { data?: { password?: unknown } }).data?.password ?? '', req);
  return args;
};

function refuseShort(password: unknown, req: PayloadRequest): void {
  if (password === undefined || password === null) return;
  if (typeof password === 'string' && password.length >= MIN_PASSWORD_LENGTH) return;
  const text =
    req.i18n?.language === 'ar'
      ? `يجب أن تتكون كلمة المرور من ${MIN_PASSWORD_LENGTH} أحرف على الأقل.`
      : `A password needs at least ${MIN_PASSWORD_LENGTH} characters.`;
  throw new APIError(text, 400, null, true);
}

/** A switched-off account answers exactly like a wrong password. */
export const refuseInactive: CollectionBeforeLoginHook = ({ user, req }) => {
  if (user.active === false) throw new AuthenticationError(req.t);
  return user;
};

/**
 * Remembers the sign-in. Runs inside Payload's own transaction, which holds the row: on another connection it would
 * wait for itself. A plain update, because Payload's would rewrite the whole row.
 */
export const stampLogin: CollectionAfterLoginHook = async ({ user, req }) => {
  const database = req.payload.db as unknown as {
    drizzle: Executor;
    sessions?: Record<string, { db: Executor }>;
  };
  const transaction =
    req.transactionID === undefined ? undefined : database.sessions?.[String(await req.transactionID)];
  await (transaction?.db ?? database.drizzle).execute(
    sql`update users set last_login_at = now() where id = ${user.id}`,
  );
  return user;
};

type Executor = { execute: (query: SQL) => Promise<unknown> };
