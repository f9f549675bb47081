import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import type pg from 'pg';
import {
  admitClient,
  endToken,
  isClientId,
  issueToken,
  ONEROSTER_SCOPES,
  type Program,
  TOKEN_SECONDS,
} from '../../identity/index.ts';
import { AppError, createLimiter, isAppError } from '../../kernel/index.ts';
import { ownAddress } from '../../tenancy/index.ts';
import { type EdgeRequest, sendError } from './edge.ts';
import { tellLimit } from './programs.ts';

/** The errors of RFC 6749, 5.2, and one of RFC 6750's neighbours for too many requests. */
type OAuthError =
  | 'invalid_request'
  | 'invalid_client'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'invalid_scope'
  | 'temporarily_unavailable';

class Refusal extends Error {
  readonly error: OAuthError;
  readonly status: number;

  constructor(error: OAuthError, description: string, status = error === 'invalid_client' ? 401 : 400) {
    super(description);
    this.error = error;
    this.status = status;
  }
}

const TOKENS_PER_MINUTE = 60;

/**
 * OAuth 2 for programs: `POST /oauth2/token` (client credentials, RFC 6749 4.4), `POST /oauth2/revoke` (RFC 7009) and
 * the metadata (RFC 8414), on the hosts of schools.
 */
export function serveOAuth(app: Express, pool: pg.Pool): void {
  app.use(['/oauth2', '/.well-known/oauth-authorization-server'], (req, res, next) => {
    if ((req as EdgeRequest).scope?.kind === 'tenant') return next();
    sendError(req, res, new AppError('resource.not_found'));
  });
  const form = express.urlencoded({ extended: false, limit: '8kb', parameterLimit: 20 });
  app.post(
    '/oauth2/token',
    form,
    answering((req, res) => token(pool, req, res)),
    broken,
  );
  app.post(
    '/oauth2/revoke',
    form,
    answering((req, res) => revoke(pool, req, res)),
    broken,
  );
  app.all(['/oauth2/token', '/oauth2/revoke'], (_req, res) => {
    res.setHeader('Allow', 'POST');
    tell(res, new Refusal('invalid_request', 'Use POST.', 405));
  });
  app.get('/.well-known/oauth-authorization-server', (_req, res) => {
    res.json(metadata());
  });
}

async function token(pool: pg.Pool, req: Request, res: Response): Promise<void> {
  const parameters = parametersOf(req);
  const client = await clientOf(pool, req, res, parameters);
  const grant = parameters.get('grant_type');
  if (grant === undefined) throw new Refusal('invalid_request', 'grant_type is missing.');
  if (grant !== 'client_credentials')
    throw new Refusal('unsupported_grant_type', 'Only client_credentials is served here.');
  const issued = await issueToken(pool, client, parameters.get('scope'));
  if (issued === undefined)
    throw new Refusal('invalid_scope', 'A scope is unknown or was not given to this client.');
  res.json({
    access_token: issued.token,
    token_type: 'Bearer',
    expires_in: TOKEN_SECONDS,
    scope: issued.scope,
  });
}

async function revoke(pool: pg.Pool, req: Request, res: Response): Promise<void> {
  const parameters = parametersOf(req);
  const client = await clientOf(pool, req, res, parameters);
  const shown = parameters.get('token');
  if (shown === undefined) throw new Refusal('invalid_request', 'token is missing.');
  await endToken(pool, client, shown);
  res.status(200).end();
}

// A parameter that comes twice could be read two ways (RFC 6749, 3.2); one without a value counts as left out.
function parametersOf(req: Request): Map<string, string> {
  if (!req.is('application/x-www-form-urlencoded'))
    throw new Refusal('invalid_request', 'Send the parameters as application/x-www-form-urlencoded.');
  const parameters = new Map<string, string>();
  for (const [name, value] of Object.entries((req.body ?? {}) as Record<string, unknown>)) {
    if (typeof value !== 'string') throw new Refusal('invalid_request', 'A parameter comes more than once.');
    if (value !== '') parameters.set(name, value);
  }
  return parameters;
}

async function clientOf(
  pool: pg.Pool,
  req: Request,
  res: Response,
  parameters: Map<string, string>,
): Promise<Program> {
  const { id, secret } = credentialsOf(req.headers.authorization, parameters);
  try {
    const client = await admitClient(pool, { id, secret }, (req as EdgeRequest).address);
    const limiter = createLimiter({ name: 'oauth', points: TOKENS_PER_MINUTE, seconds: 60 });
    const outcome = await limiter.consume(client.keyId);
    tellLimit(res, limiter, outcome);
    if (!outcome.allowed) throw new AppError('request.rate_limited', { seconds: outcome.resetSeconds });
    return client;
  } catch (error) {
    if (!isAppError(error)) throw error;
    if (error.code === 'request.rate_limited') {
      res.setHeader('Retry-After', String(error.details.seconds));
      throw new Refusal('temporarily_unavailable', error.message, 429);
    }
    if (error.code === 'plan.feature_missing') throw new Refusal('unauthorized_client', error.message);
    throw new Refusal('invalid_client', 'The client is not known or its secret is not right.');
  }
}

function credentialsOf(
  header: string | undefined,
  parameters: Map<string, string>,
): { id: string; secret: string } {
  const inBody = parameters.get('client_secret');
  if (header !== undefined && inBody !== undefined)
    throw new Refusal('invalid_request', 'Show the client in one way only.');
  let id = parameters.get('client_id');
  let secret = inBody;
  if (header !== undefined) {
    const basic = /^basic +([A-Za-z0-9+/]+=*)$/i.exec(header)?.[1];
    const [shownId, ...rest] = Buffer.from(basic ?? '', 'base64')
      .toString('utf8')
      .split(':');
    if (id !== undefined && id !== formDecoded(shownId ?? ''))
      throw new Refusal('invalid_request', 'Two different clients are named.');
    id = formDecoded(shownId ?? '');
    secret = formDecoded(rest.join(':'));
  }
  if (!id || !secret || !isClientId(id))
    throw new Refusal('invalid_client', 'The client is not known or its secret is not right.');
  return { id, secret };
}

// RFC 6749, 2.3.1: both halves are form-encoded before they are joined.
function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return '';
  }
}

function metadata(): Record<string, unknown> {
  const issuer = ownAddress();
  const methods = ['client_secret_basic', 'client_secret_post'];
  return {
    issuer,
    token_endpoint: `${issuer}/oauth2/token`,
    token_endpoint_auth_methods_supported: methods,
    revocation_endpoint: `${issuer}/oauth2/revoke`,
    revocation_endpoint_auth_methods_supported: methods,
    grant_types_supported: ['client_credentials'],
    // Required by RFC 8414; nothing here answers an authorization request.
    response_types_supported: [],
    scopes_supported: Object.keys(ONEROSTER_SCOPES),
  };
}

function answering(work: (req: Request, res: Response) => Promise<void>): RequestHandler {
  return async (req, res, next) => {
    // RFC 6749, 5.1: neither tokens nor refusals may be kept by anybody on the way.
    res.setHeader('Cache-Control', 'no-store');
    res.setHeader('Pragma', 'no-cache');
    try {
      await work(req, res);
    } catch (error) {
      if (error instanceof Refusal) tell(res, error);
      else next(error);
    }
  };
}

// A body that is too long or broken never reached `answering`.
function broken(error: unknown, _req: Request, res: Response, next: (error: unknown) => void): void {
  const { status } = error as { status?: unknown };
  if (typeof status !== 'number' || status >= 500 || isAppError(error)) next(error);
  else tell(res, new Refusal('invalid_request', 'The body cannot be read.', status));
}

function tell(res: Response, { error, message, status }: Refusal): void {
  res.setHeader('Cache-Control', 'no-store');
  res.setHeader('Pragma', 'no-cache');
  if (status === 401) res.setHeader('WWW-Authenticate', 'Basic realm="daftar", charset="UTF-8"');
  res.status(status).json({ error, error_description: message.replace(/["\\]|[^\x20-\x7e]/g, "'") });
}
