import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { handleEndpoints, type Payload } from 'payload';
import { provideTypesetter, typeset } from '../../documents/worker.ts';
import { AppError, isAppError, type Settings } from '../../kernel/index.ts';
import type { Logger } from '../../observability/index.ts';
import { openStorage } from '../../storage/index.ts';
import { isLostDatabase, parseHost, poolOf } from '../../tenancy/index.ts';
import { holdToNetworks } from './allow-list.ts';
import { serveCalendarFeed } from './calendar-feed.ts';
import { checkCollectionRequests, checkQueries, readOverriddenMethod } from './check-requests.ts';
import { serveDeliveryReports } from './delivery-reports.ts';
import { type EdgeRequest, identifyRequest, resolveHost, sendError, tellLostDatabase } from './edge.ts';
import { sendFetchResponse, toFetchRequest } from './fetch-bridge.ts';
import { serveFiles } from './files.ts';
import {
  databaseCheck,
  migrationCheck,
  outboxCheck,
  type ReadinessCheck,
  secretsCheck,
  serveHealth,
} from './health.ts';
import { closeInnerEndpoints } from './inner-endpoints.ts';
import { serveLogo } from './logo.ts';
import { serveOAuth } from './oauth.ts';
import { serveOneRoster } from './oneroster.ts';
import { refuseForeignOrigins } from './origin-check.ts';
import { servePaymentWebhooks } from './payment-webhooks.ts';
import { refuseOddRequests } from './plain-paths.ts';
import { pluginEndpoints } from './plugin-endpoints.ts';
import { admitPrograms } from './programs.ts';
import { limitByAddress, limitByTenant } from './rate-limits.ts';
import { refuseWritesOfSuspended } from './read-only.ts';
import { readBodies } from './request-body.ts';
import { isStaticFile, secureAnswers } from './security-headers.ts';
import { ssoRoutes } from './sso-routes.ts';
import { serveSupportEntry } from './support-entry.ts';
import { serveVerifyPaper } from './verify-paper.ts';

export type WebOptions = {
  settings: Settings;
  payload: Payload;
  logger: Logger;
  /** Serves the panel; left out in tests that need no pages. */
  panel?: (req: Request, res: Response) => Promise<void>;
  checks?: ReadinessCheck[];
};

const MIGRATIONS = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../../migrations');

/** The web process: host to school, scope, limits, health, Payload's REST, and the panel. */
export function createWebApp(options: WebOptions): Express {
  const { settings, payload, logger } = options;
  const pool = poolOf(payload);
  const protocol = settings.DAFTAR_PUBLIC_URL?.startsWith('https:') ? 'https' : 'http';
  provideTypesetter(typeset);
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', false);
  app.use(identifyRequest(protocol, settings.TRUST_PROXY_HOPS), logRequests(logger));
  app.use(secureAnswers(protocol), refuseOddRequests, limitByAddress(settings));
  serveHealth(
    app,
    [
      databaseCheck(pool),
      migrationCheck(pool, newestMigration()),
      outboxCheck(pool),
      secretsCheck,
      ...(options.checks ?? []),
    ],
    (host) => isProbeHost(host, settings.DAFTAR_BASE_DOMAIN),
  );
  serveDeliveryReports(app, { pool, settings, logger });
  servePaymentWebhooks(app, { pool, settings });
  app.use(resolveHost({ baseDomain: settings.DAFTAR_BASE_DOMAIN, pool }));
  app.use(holdToNetworks(settings.CONSOLE_IP_ALLOW_LIST), limitByTenant(settings));
  app.use(tellLostDatabase, refuseForeignOrigins);
  closeInnerEndpoints(payload);
  app.use(checkQueries);
  app.use('/api/plugins', pluginEndpoints(payload));
  app.use('/api', readBodies, readOverriddenMethod, checkCollectionRequests(payload));
  app.use('/api', refuseWritesOfSuspended);
  app.use('/api', admitPrograms(pool), serveRest(payload));
  app.get('/branding/logo', serveLogo(openStorage(settings)));
  app.get('/calendar.ics', serveCalendarFeed(pool));
  app.get('/verify', serveVerifyPaper(pool));
  serveOAuth(app, pool);
  serveOneRoster(app, payload);
  app.get('/support/enter', serveSupportEntry(pool));
  app.get('/files', serveFiles(openStorage(settings)));
  app.use('/sso', ssoRoutes({ pool, logger }));
  app.get('/', (_req, res) => res.redirect(302, '/admin'));
  const { panel } = options;
  if (panel) app.use((req, res, next) => (isPanelPath(req.path) ? panel(req, res).catch(next) : next()));
  app.use((req, res) => sendError(req, res, new AppError('resource.not_found')));
  app.use(answerErrors(logger));
  return app;
}

function serveRest(payload: Payload) {
  return async (req: Request, res: Response, next: NextFunction) => {
    try {
      const request = toFetchRequest(req, (req as EdgeRequest).origin);
      await sendFetchResponse(await handleEndpoints({ config: payload.config, request }), res);
    } catch (error) {
      next(error);
    }
  };
}

// Next answers more than the panel (its image optimizer, other file names); none of that is reached.
function isPanelPath(path: string): boolean {
  return path === '/admin' || path.startsWith('/admin/') || isStaticFile(path);
}

// Probes come by address or by the bare domain; any other unknown host learns nothing, not even that we live.
function isProbeHost(header: string | undefined, baseDomain: string): boolean {
  const name = header?.replace(/:\d+$/, '').toLowerCase() ?? '';
  return (
    name === baseDomain ||
    name === '127.0.0.1' ||
    name === 'localhost' ||
    name === '[::1]' ||
    (parseHost(header, baseDomain)?.kind !== undefined &&
      !name.includes('..') &&
      name.endsWith(`.${baseDomain}`))
  );
}

function newestMigration(): string {
  return (
    readdirSync(MIGRATIONS)
      .filter((name) => name.endsWith('.sql'))
      .sort()
      .at(-1)
      ?.replace('.sql', '') ?? ''
  );
}

function logRequests(logger: Logger) {
  return (req: Request, res: Response, next: NextFunction) => {
    const started = performance.now();
    res.once('finish', () => {
      const edge = req as EdgeRequest;
      if (req.path.startsWith('/_next/')) return;
      const tenant = edge.scope?.kind === 'tenant' ? edge.scope.tenant.subdomain : undefined;
      logger.info({
        requestId: edge.requestId,
        tenant,
        method: req.method,
        path: req.originalUrl.split('?')[0],
        status: res.statusCode,
        milliseconds: Math.round(performance.now() - started),
        msg: 'request',
      });
    });
    next();
  };
}

function answerErrors(logger: Logger) {
  return (error: unknown, req: Request, res: Response, _next: NextFunction) => {
    const lost = isLostDatabase(error) || (req as EdgeRequest).scope?.database.lost;
    if (!lost && !isAppError(error))
      logger.error({ err: error, requestId: (req as EdgeRequest).requestId, msg: 'request failed' });
    if (res.headersSent) return res.destroy();
    if (lost) return sendError(req, res, new AppError('database.unavailable'));
    if (isAppError(error)) return sendError(req, res, error);
    sendError(req, res, new AppError('internal', { requestId: (req as EdgeRequest).requestId }));
  };
}
