import type { Endpoint } from 'payload';
import { z } from 'zod';
import { AppError } from '../../kernel/index.ts';
import { poolOf, type Queryable } from '../../tenancy/index.ts';
import { isPasswordOf } from '../services/passwords/credentials.ts';
import { needsSecondFactor } from '../services/second-factor/policy.ts';
import { countRecoveryCodes, makeRecoveryCodes } from '../services/second-factor/recovery-codes.ts';
import { acceptTotp, beginTotp, hasTotp, removeTotp } from '../services/second-factor/totp.ts';
import { listDevices } from '../services/sessions/devices.ts';
import { endedSessionCookie } from '../services/sessions/session-cookie.ts';
import { endSessions } from '../services/sessions/session-store.ts';
import type { SignedIn } from '../services/sessions/session-strategy.ts';
import { countCode, countSignIn, forgiveSignIn } from '../services/sign-in/limits.ts';
import { issuerName } from '../services/sign-in/sign-in.ts';
import { logSignIn } from '../services/sign-in/sign-in-log.ts';
import { NOTHING, personEndpoint, typedPassword } from './account-endpoint.ts';

const withPassword = z.object({ password: typedPassword });

/** A person's own security: devices, second factor, recovery codes. What weakens it asks for the password again. */
export const securityEndpoints: Endpoint[] = [
  personEndpoint({
    path: '/account/security',
    method: 'get',
    input: NOTHING,
    run: async ({ req, me }) => {
      const pool = poolOf(req.payload);
      const [devices, isSet, isNeeded, recoveryCodes] = await Promise.all([
        listDevices(pool, me.id, me.session.id),
        hasTotp(pool, me.id),
        needsSecondFactor(pool, me),
        countRecoveryCodes(pool, me.id),
      ]);
      return { devices, secondFactor: { isSet, isNeeded, recoveryCodes } };
    },
  }),
  personEndpoint({
    path: '/account/sessions/end',
    method: 'post',
    input: z.object({ id: z.uuid().optional() }),
    run: async ({ req, input, me }) => {
      const pool = poolOf(req.payload);
      if (input.id) {
        const ended = await endSessions(pool, { id: input.id, userId: me.id });
        if (ended === 0) throw new AppError('resource.not_found');
        await logSignIn(pool, { action: 'auth.sign_out', user: me, details: { device: 'another' } });
        return { ended };
      }
      const ended = await endSessions(pool, { userId: me.id });
      await logSignIn(pool, { action: 'auth.sign_out_everywhere', user: me, details: { ended } });
      return Response.json({ ended }, { headers: { 'Set-Cookie': endedSessionCookie() } });
    },
  }),
  personEndpoint({
    path: '/account/second-factor/begin',
    method: 'post',
    input: withPassword,
    run: async ({ req, input, me }) => {
      const pool = poolOf(req.payload);
      await provePassword(pool, me, input.password);
      if (await hasTotp(pool, me.id)) throw new AppError('auth.second_factor_exists');
      return beginTotp(pool, me.id, { issuer: issuerName(), account: me.email });
    },
  }),
  personEndpoint({
    path: '/account/second-factor/confirm',
    method: 'post',
    input: z.object({ code: z.string().min(6).max(20) }),
    run: async ({ req, input, me }) => {
      const pool = poolOf(req.payload);
      if (await hasTotp(pool, me.id)) throw new AppError('auth.second_factor_exists');
      await countCode(me.id);
      if (!(await acceptTotp(pool, me.id, input.code))) throw new AppError('auth.second_factor_wrong');
      await pool.query('update user_sessions set second_factor_at = now() where id = $1', [me.session.id]);
      // A device that signed in without it does not stay.
      await endSessions(pool, { userId: me.id, except: me.session.id });
      await logSignIn(pool, { action: 'auth.second_factor_set', user: me });
      return { recoveryCodes: await makeRecoveryCodes(pool, me.id) };
    },
  }),
  personEndpoint({
    path: '/account/second-factor/remove',
    method: 'post',
    input: withPassword,
    run: async ({ req, input, me }) => {
      const pool = poolOf(req.payload);
      await provePassword(pool, me, input.password);
      if (await needsSecondFactor(pool, me)) throw new AppError('auth.second_factor_compulsory');
      await removeTotp(pool, me.id);
      await logSignIn(pool, {
        action: 'auth.second_factor_removed',
        user: me,
        details: { by: 'the person' },
      });
      return { message: 'The second factor is off.' };
    },
  }),
  personEndpoint({
    path: '/account/recovery-codes',
    method: 'post',
    input: withPassword,
    run: async ({ req, input, me }) => {
      const pool = poolOf(req.payload);
      await provePassword(pool, me, input.password);
      if (!(await hasTotp(pool, me.id))) throw new AppError('auth.second_factor_needed');
      return { recoveryCodes: await makeRecoveryCodes(pool, me.id) };
    },
  }),
];

// A stolen session must not be able to take the account over; guesses count like sign-ins from a known device.
async function provePassword(database: Queryable, me: SignedIn, password: string): Promise<void> {
  const attempt = await countSignIn(me.email, true);
  if (!(await isPasswordOf(database, me.id, password))) throw new AppError('auth.credentials_wrong');
  await forgiveSignIn(attempt);
}
