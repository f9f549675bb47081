import type { Endpoint, PayloadRequest } from 'payload';
import { z } from 'zod';
import { AppError } from '../../kernel/index.ts';
import { languageOfRequest, poolOf } from '../../tenancy/index.ts';
import { mailPasswordLink } from '../services/accounts/account-mails.ts';
import { removeTotp } from '../services/second-factor/totp.ts';
import { endSessions } from '../services/sessions/session-store.ts';
import { type Account, accountById } from '../services/sign-in/find-account.ts';
import { mayMail } from '../services/sign-in/limits.ts';
import { logSignIn } from '../services/sign-in/sign-in-log.ts';
import { mayAdminister } from '../services/user-access.ts';
import { personEndpoint } from './account-endpoint.ts';

const who = z.object({ id: z.uuid() });

/** What an administrator does for others: invite, sign out, take a lost second factor away. Never set a password. */
export const administrationEndpoints: Endpoint[] = [
  personEndpoint({
    path: '/administer/invite',
    method: 'post',
    input: who,
    run: async ({ req, input, me }) => {
      const account = await administered(req, input.id);
      if (!(await mayMail(account.email))) throw new AppError('request.rate_limited', { seconds: 900 });
      await mailPasswordLink(
        poolOf(req.payload),
        account,
        'invite',
        account.language ?? languageOfRequest(req),
      );
      await logSignIn(poolOf(req.payload), {
        action: 'auth.invited',
        user: account,
        details: { by: me.email },
      });
      return { message: 'The invitation is on its way.' };
    },
  }),
  personEndpoint({
    path: '/administer/sign-out',
    method: 'post',
    input: who,
    run: async ({ req, input, me }) => {
      const account = await administered(req, input.id);
      const ended = await endSessions(poolOf(req.payload), { userId: account.id });
      await logSignIn(poolOf(req.payload), {
        action: 'auth.sign_out_everywhere',
        user: account,
        details: { by: me.email, ended },
      });
      return { ended };
    },
  }),
  personEndpoint({
    path: '/administer/second-factor/remove',
    method: 'post',
    input: who,
    run: async ({ req, input, me }) => {
      const account = await administered(req, input.id);
      await removeTotp(poolOf(req.payload), account.id);
      await endSessions(poolOf(req.payload), { userId: account.id });
      await logSignIn(poolOf(req.payload), {
        action: 'auth.second_factor_removed',
        user: account,
        details: { by: me.email },
      });
      return {
        message: 'The second factor is off; it is set up anew at the next sign-in where it is compulsory.',
      };
    },
  }),
];

async function administered(req: PayloadRequest, id: string): Promise<Account> {
  const account = await accountById(poolOf(req.payload), id);
  if (!(await mayAdminister(req, account)))
    throw new AppError('auth.forbidden', { permission: 'users.write' });
  if (!account) throw new AppError('resource.not_found');
  return account;
}
