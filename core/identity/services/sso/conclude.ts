import { AppError, isAppError } from '../../../kernel/index.ts';
import { recordAudit } from '../../../observability/index.ts';
import type { Queryable } from '../../../tenancy/index.ts';
import { makeToken } from '../accounts/one-time-tokens.ts';
import { admit, type Decision, decide } from './admit.ts';
import type { AssertedPerson, SeenClaims } from './claims.ts';
import type { SsoConnection } from './connections.ts';
import type { SsoFlow } from './flow.ts';

/** What a verified answer of a provider led to. */
export type Outcome = { userId: string; returnTo: string } | { tested: string };

/** What the page shows after a test sign-in. */
export type TestResult = {
  code: string;
  decision: Decision;
  person: AssertedPerson;
  claims: SeenClaims;
};

/**
 * The end of every sign-in: an account to start a session for, or, for a test, the address of its result. Run it in a
 * transaction. Throws sso.refused.
 */
export async function conclude(
  database: Queryable,
  connection: SsoConnection,
  answer: { flow: SsoFlow; person: AssertedPerson; claims: SeenClaims },
): Promise<Outcome> {
  const { flow, person, claims } = answer;
  if (flow.testBy === undefined) {
    if (!connection.enabled) throw new AppError('sso.refused', { reason: 'switched_off' });
    return { userId: await admit(database, connection, person), returnTo: flow.returnTo };
  }
  const decision = await decide(database, connection, person);
  if (!('refusal' in decision))
    await database.query('update sso_connections set tested_at = now(), tested_by_id = $2 where id = $1', [
      connection.id,
      flow.testBy,
    ]);
  await recordAudit(database, {
    category: 'sign_in',
    action: 'sso.tested',
    outcome: 'refusal' in decision ? 'denied' : 'success',
    actor: { kind: 'user', id: flow.testBy },
    subject: { collection: 'sso-connections', id: connection.id, label: connection.name },
    details: { connection: connection.code },
  });
  const result: TestResult = { code: connection.code, decision, person, claims };
  const ticket = await makeToken(database, {
    purpose: 'sso_finish',
    userId: flow.testBy,
    minutes: 30,
    data: { result },
  });
  return { tested: `/admin/sso?connection=${encodeURIComponent(connection.code)}&test=${ticket}` };
}

/** Writes a sign-in that did not succeed into the log: which connection and why, nothing of what the provider sent. */
export async function recordFailure(
  database: Queryable,
  connection: SsoConnection,
  error: unknown,
): Promise<void> {
  const code = isAppError(error) ? error.code : 'internal';
  const reason = isAppError(error) ? String(error.details.reason ?? '') : '';
  await recordAudit(database, {
    category: 'sign_in',
    action: 'auth.sso_sign_in',
    outcome: code === 'sso.refused' ? 'denied' : 'failure',
    actor: { kind: 'anonymous' },
    subject: { collection: 'sso-connections', id: connection.id, label: connection.name },
    details: { connection: connection.code, code, ...(reason ? { reason } : {}) },
  });
}
