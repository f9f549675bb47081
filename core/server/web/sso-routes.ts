import { randomBytes } from 'node:crypto';
import express, { type NextFunction, type Request, type Response, Router } from 'express';
import type pg from 'pg';
import {
  endSessions,
  findSession,
  hostCookie,
  makeToken,
  readCookie,
  sessionCookie,
  startSession,
} from '../../identity/index.ts';
import {
  conclude,
  findConnection,
  finishOidc,
  ownPath,
  readSamlResponse,
  recordFailure,
  resumeFlow,
  type SsoConnection,
  samlMetadata,
  schoolAddress,
  startOidc,
  startSaml,
  takeTestTicket,
} from '../../identity/worker.ts';
import { AppError, addressKey, createLimiter, isAppError, sha256Hex } from '../../kernel/index.ts';
import type { Logger } from '../../observability/index.ts';
import { inTransaction, planAllows } from '../../tenancy/index.ts';
import type { EdgeRequest } from './edge.ts';
import { sendSsoProblem } from './sso-page.ts';

type Answer = Awaited<ReturnType<typeof finishOidc>>;
type Step = (req: Request, res: Response, connection: SsoConnection) => Promise<void>;

const FLOW_SECONDS = 600;
const CODE = /^[a-z][a-z0-9-]{1,38}$/;

/**
 * `/sso/<code>/...` at a school's host: `start` sends the browser to the provider, `callback` takes the answer of OpenID
 * Connect, `acs` the one of SAML, `finish` is its second step, `metadata` is for the provider. What goes wrong is a page
 * in both languages, and an entry in the sign-in log.
 */
export function ssoRoutes(options: { pool: pg.Pool; logger: Logger }): Router {
  const { pool, logger } = options;
  // A school behind one address signs in at eight; a program that fills the table of states does so all day.
  const limiter = createLimiter({ name: 'sso', points: 600, seconds: 60 });
  const router = Router({ caseSensitive: true, strict: true });
  const at = (step: Step) => async (req: Request, res: Response, next: NextFunction) => {
    let connection: SsoConnection | undefined;
    try {
      const scope = (req as EdgeRequest).scope;
      const code = String(req.params.code);
      if (scope?.kind === 'tenant' && CODE.test(code)) connection = await findConnection(pool, code);
      if (!connection) throw new AppError('resource.not_found');
      if (!(await planAllows(pool, 'sso'))) throw new AppError('sso.plan_missing');
      const use = await limiter.consume(
        `${scope?.kind === 'tenant' ? scope.tenant.id : ''}|${addressKey((req as EdgeRequest).address)}`,
      );
      if (!use.allowed) throw new AppError('request.rate_limited', { seconds: use.resetSeconds });
      res.setHeader('Cache-Control', 'no-store');
      await step(req, res, connection);
    } catch (error) {
      if (!isAppError(error)) return next(error);
      if (connection) {
        const failed = connection;
        await inTransaction(pool, (client) => recordFailure(client, failed, error)).catch((auditError) =>
          logger.error({ err: auditError, msg: 'a failed sign-in was not written to the log' }),
        );
        logger.info({
          msg: 'single sign-on refused',
          requestId: (req as EdgeRequest).requestId,
          connection: failed.code,
          code: error.code,
          reason: error.details.reason ?? null,
          cause: error.cause instanceof Error ? error.cause.message.slice(0, 300) : undefined,
        });
      }
      sendSsoProblem(req, res, error);
    }
  };
  const finish = async (req: Request, res: Response, connection: SsoConnection, answer: Answer) => {
    const outcome = await inTransaction(pool, async (client) => {
      const done = await conclude(client, connection, answer);
      if ('tested' in done) return done;
      // Whatever session the browser had before ends here: nobody goes on in one that was planted.
      const before = readCookie(req.headers.cookie ?? null, 'daftar');
      const old = before === undefined ? undefined : await findSession(client, before);
      if (old) await endSessions(client, { id: old.id });
      return { ...done, session: await startSession(client, { kind: 'sso', userId: done.userId }) };
    });
    res.append('Set-Cookie', hostCookie('daftar-sso', '', 0));
    if ('tested' in outcome) return res.redirect(303, outcome.tested);
    res.append('Set-Cookie', sessionCookie(outcome.session.token, outcome.session.expiresAt));
    res.redirect(303, outcome.returnTo);
  };

  router.get(
    '/:code/start',
    at(async (req, res, connection) => {
      const query = queryOf(req);
      const home = await schoolAddress(pool);
      // The provider answers at the configured address; a cookie of another host would not be there.
      if ((req as EdgeRequest).origin !== home) return res.redirect(303, `${home}${req.originalUrl}`);
      const ticket = query.get('test');
      const testBy = ticket === null ? undefined : await takeTestTicket(pool, connection.id, ticket);
      if (ticket !== null && testBy === undefined) throw new AppError('sso.expired');
      if (testBy === undefined && !connection.enabled) throw new AppError('resource.not_found');
      const browser = randomBytes(32).toString('base64url');
      const start = connection.protocol === 'oidc' ? startOidc : startSaml;
      const address = await start(pool, connection, {
        connectionId: connection.id,
        browser: sha256Hex(browser),
        returnTo: ownPath(query.get('to')),
        ...(testBy === undefined ? {} : { testBy }),
      });
      res.append('Set-Cookie', hostCookie('daftar-sso', browser, FLOW_SECONDS));
      res.redirect(303, address);
    }),
  );
  router.get(
    '/:code/callback',
    at(async (req, res, connection) => {
      if (connection.protocol !== 'oidc') throw new AppError('resource.not_found');
      const answer = await finishOidc(pool, connection, { query: queryOf(req), browser: browserOf(req) });
      await finish(req, res, connection, answer);
    }),
  );
  router.get(
    '/:code/metadata',
    at(async (_req, res, connection) => {
      if (connection.protocol !== 'saml') throw new AppError('resource.not_found');
      res.type('application/samlmetadata+xml').send(await samlMetadata(pool, connection));
    }),
  );
  router.post(
    '/:code/acs',
    express.urlencoded({ extended: false, limit: '512kb', parameterLimit: 10 }),
    at(async (req, res, connection) => {
      if (connection.protocol !== 'saml') throw new AppError('resource.not_found');
      const { SAMLResponse } = (req.body ?? {}) as { SAMLResponse?: unknown };
      const { flow, person, claims } = await readSamlResponse(pool, connection, SAMLResponse);
      // A post from another site comes without our cookie; the browser proves itself at its own next request.
      const ticket = await makeToken(pool, {
        purpose: 'sso_finish',
        minutes: 2,
        data: { ...flow, person, claims },
      });
      res.redirect(303, `/sso/${connection.code}/finish?ticket=${ticket}`);
    }),
  );
  router.get(
    '/:code/finish',
    at(async (req, res, connection) => {
      const { secrets, ...flow } = await resumeFlow(pool, {
        purpose: 'sso_finish',
        token: queryOf(req).get('ticket'),
        connectionId: connection.id,
        browser: browserOf(req),
      });
      const { person, claims } = secrets as Pick<Answer, 'person' | 'claims'>;
      await finish(req, res, connection, { flow, person, claims });
    }),
  );
  return router;
}

function queryOf(req: Request): URLSearchParams {
  return new URLSearchParams(req.originalUrl.split('?')[1] ?? '');
}

function browserOf(req: Request): string | undefined {
  return readCookie(req.headers.cookie ?? null, 'daftar-sso');
}
