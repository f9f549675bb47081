import { setTimeout as delay } from 'node:timers/promises';
import type { Endpoint } from 'payload';
import { z } from 'zod';
import { AppError } from '../../kernel/index.ts';
import { languageOfRequest, poolOf } from '../../tenancy/index.ts';
import { mailPasswordLink } from '../services/accounts/account-mails.ts';
import { spendToken } from '../services/accounts/one-time-tokens.ts';
import { isPasswordOf, setPassword } from '../services/passwords/credentials.ts';
import { checkNewPassword } from '../services/passwords/password-rules.ts';
import { accountById, findAccount, foldEmail } from '../services/sign-in/find-account.ts';
import { countSignIn, forgiveSignIn, mayMail } from '../services/sign-in/limits.ts';
import { passwordAllowed } from '../services/sign-in/password-gate.ts';
import { logSignIn } from '../services/sign-in/sign-in-log.ts';
import { openEndpoint, personEndpoint, typedEmail, typedPassword } from './account-endpoint.ts';

// Longer than the work behind it ever takes, so that the time says nothing about whether there is such an account.
const SAME_TIME_MS = 250;

/** Forgotten passwords, links that set one, and changing one's own. */
export const passwordEndpoints: Endpoint[] = [
  openEndpoint({
    path: '/forgot-password',
    method: 'post',
    input: z.object({ email: typedEmail }),
    run: async ({ req, input }) => {
      const pool = poolOf(req.payload);
      const work = async () => {
        const email = foldEmail(input.email);
        if (!(await mayMail(email))) return;
        const account = await findAccount(pool, email);
        await logSignIn(pool, { action: 'auth.reset_asked', user: account });
        if (account?.active && (await passwordAllowed(pool, account)))
          await mailPasswordLink(pool, account, 'reset', languageOfRequest(req));
      };
      await Promise.all([work(), delay(SAME_TIME_MS)]);
      return { message: 'If there is such an account, a mail is on its way.' };
    },
  }),
  openEndpoint({
    path: '/reset-password',
    method: 'post',
    input: z.object({
      token: z.string().max(100),
      password: typedPassword,
      purpose: z.enum(['reset', 'invite']).default('reset'),
    }),
    run: async ({ req, input }) => {
      const pool = poolOf(req.payload);
      // Before the link is used up: a password that is refused leaves it good.
      checkNewPassword(input.password);
      const token = await spendToken(pool, input.purpose, input.token);
      const account = token?.userId ? await accountById(pool, token.userId) : undefined;
      if (!account?.active) throw new AppError('auth.link_invalid');
      if (!(await passwordAllowed(pool, account))) throw new AppError('auth.password_off');
      await setPassword(pool, account.id, input.password);
      // Whoever has the link reads the mailbox: the address is proved.
      await pool.query(
        'update users set email_verified_at = coalesce(email_verified_at, now()) where id = $1',
        [account.id],
      );
      await logSignIn(pool, {
        action: 'auth.password_set',
        user: account,
        details: { by: input.purpose === 'invite' ? 'invitation' : 'mail link' },
      });
      return { message: 'The password is set. Sign in with it.', email: account.email };
    },
  }),
  personEndpoint({
    path: '/account/password',
    method: 'post',
    input: z.object({ current: typedPassword, password: typedPassword }),
    run: async ({ req, input, me }) => {
      const pool = poolOf(req.payload);
      checkNewPassword(input.password, { email: me.email, name: me.displayName ?? null });
      const attempt = await countSignIn(me.email, true);
      if (!(await isPasswordOf(pool, me.id, input.current))) throw new AppError('auth.credentials_wrong');
      await forgiveSignIn(attempt);
      await setPassword(pool, me.id, input.password, me.session.id);
      await logSignIn(pool, { action: 'auth.password_set', user: me, details: { by: 'the person' } });
      return { message: 'The password is changed. Your other devices are signed out.' };
    },
  }),
];
