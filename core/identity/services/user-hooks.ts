import type {
  CollectionAfterChangeHook,
  CollectionAfterDeleteHook,
  CollectionBeforeValidateHook,
} from 'payload';
import { currentScope, transactionOf } from '../../tenancy/index.ts';
import { mailPasswordLink } from './accounts/account-mails.ts';
import { foldEmail } from './sign-in/find-account.ts';
import { logSignIn } from './sign-in/sign-in-log.ts';

/** Realm and school come from the host, whatever the request says; addresses are stored folded. */
export const fillRealm: CollectionBeforeValidateHook = ({ data, operation }) => {
  const scope = currentScope();
  if (!data || !scope) return data;
  const folded = typeof data.email === 'string' ? { ...data, email: foldEmail(data.email) } : data;
  if (operation !== 'create') return folded;
  if (scope.kind === 'tenant') return { ...folded, realm: 'school', tenant: scope.tenant.id };
  if (scope.realm === 'system') return folded;
  return { ...folded, realm: scope.realm, tenant: null };
};

/** Somebody who is added by a person gets a link to choose a password: nobody ever knows the password of another. */
export const inviteNewPerson: CollectionAfterChangeHook = async ({ doc, operation, req }) => {
  if (operation !== 'create' || !req.user) return doc;
  const account = { id: String(doc.id), email: String(doc.email) };
  const client = await transactionOf(req);
  await mailPasswordLink(client, account, 'invite', doc.language === 'ar' ? 'ar' : 'en');
  await logSignIn(client, { action: 'auth.invited', user: account, details: { by: String(req.user.email) } });
  return doc;
};

/** A school's rows go with the account by reference; those of staff and partners, who have no school, here. */
export const forgetPerson: CollectionAfterDeleteHook = async ({ id, req }) => {
  const client = await transactionOf(req);
  for (const table of [
    'user_credentials',
    'user_sessions',
    'user_totp',
    'user_recovery_codes',
    'one_time_tokens',
  ])
    await client.query(`delete from ${table} where user_id = $1 and tenant_id is null`, [id]);
};

/** A switched-off account is signed out everywhere at once. */
export const signOutInactive: CollectionAfterChangeHook = async ({ doc, previousDoc, req }) => {
  if (doc.active === false && previousDoc?.active !== false) {
    const client = await transactionOf(req);
    await client.query('update user_sessions set ended_at = now() where user_id = $1 and ended_at is null', [
      doc.id,
    ]);
  }
  return doc;
};
