import { recordAudit } from '../../../observability/index.ts';
import { currentScope, type Queryable } from '../../../tenancy/index.ts';

export type SignInAction =
  | 'auth.sign_in'
  | 'auth.sign_in_limited'
  | 'auth.second_factor'
  | 'auth.sign_out'
  | 'auth.sign_out_everywhere'
  | 'auth.reset_asked'
  | 'auth.password_set'
  | 'auth.invited'
  | 'auth.second_factor_set'
  | 'auth.second_factor_removed'
  | 'auth.recovery_code_used';

export type SignInEntry = {
  action: SignInAction;
  outcome?: 'success' | 'failure' | 'denied';
  /** The account, when there is one; what was typed is never kept, because people type passwords there. */
  user?: { id: string; email: string } | undefined;
  details?: Record<string, unknown>;
};

/** Writes an entry of the sign-in log: the audit trail of who came in, who did not, and from where. */
export async function logSignIn(database: Queryable, entry: SignInEntry): Promise<void> {
  const scope = currentScope();
  await recordAudit(database, {
    category: 'sign_in',
    action: entry.action,
    outcome: entry.outcome ?? 'success',
    actor: entry.user
      ? {
          kind: scope?.kind === 'platform' && scope.realm === 'platform' ? 'staff' : 'user',
          id: entry.user.id,
          label: entry.user.email,
        }
      : { kind: 'anonymous' },
    ...(entry.user ? { subject: { collection: 'users', id: entry.user.id, label: entry.user.email } } : {}),
    ...(entry.details ? { details: entry.details } : {}),
  });
}
