import type { Request, RequestHandler, Response } from 'express';
import { executeAuthStrategies, type Payload } from 'payload';
import {
  answerEndpoint,
  type EndpointRequest,
  mayUseSurfaces,
  pluginHost,
} from '../../../marketplace/worker.ts';
import { AppError, isAppError, requestLanguage } from '../../kernel/index.ts';
import { actorOf, recordAudit } from '../../observability/index.ts';
import { grantsOf, poolOf, type Viewer, viewerOf } from '../../tenancy/index.ts';
import { checkBody } from './body-check.ts';
import type { EdgeRequest } from './edge.ts';
import { closeUnread, readAll } from './request-body.ts';

const ADDRESS = /^\/([a-z0-9-]+(?:\.[a-z0-9-]+){2,5})\/([a-z][a-z0-9_.-]{0,63})$/;
const BODY_BYTES = 64 * 1024;
const BODYLESS = new Set([204, 205, 304]);

/**
 * `/api/plugins/<id>/<name>` at a school's host: the addresses that add-ons answer themselves. Mounted in front of the
 * reading of bodies, because a signature covers the bytes as they came. The answer is JSON that no cache keeps; no header
 * and no cookie of it is an add-on's. Every other path goes on to the product.
 */
export function pluginEndpoints(payload: Payload): RequestHandler {
  return (req, res, next) => {
    const [, pluginId, name] = ADDRESS.exec(req.path) ?? [];
    if (pluginId === undefined || name === undefined) return next();
    answer(payload, req as EdgeRequest, res, { pluginId, name }).catch((error) => {
      closeUnread(req, res);
      next(error);
    });
  };
}

async function answer(
  payload: Payload,
  req: EdgeRequest,
  res: Response,
  { pluginId, name }: { pluginId: string; name: string },
): Promise<void> {
  const { method } = req;
  if (req.scope?.kind !== 'tenant' || (method !== 'GET' && method !== 'POST'))
    throw new AppError('resource.not_found');
  const query = req.originalUrl.split('?')[1] ?? '';
  const bytes = method === 'POST' ? await bodyOf(req) : new TextEncoder().encode(query);
  const signature = req.headers['daftar-signature'];
  const { status, body } = await answerEndpoint(pluginHost(), {
    pluginId,
    name,
    method,
    query: Object.fromEntries(new URLSearchParams(query)),
    signed: bytes,
    body: () => (method === 'POST' ? readBody(bytes) : query),
    signature: typeof signature === 'string' ? signature : undefined,
    person: await whoAsks(payload, req),
    language: requestLanguage({
      cookie: req.headers.cookie ?? null,
      acceptLanguage: req.headers['accept-language'] ?? null,
    }),
  });
  res.setHeader('Cache-Control', 'no-store');
  const code = status ?? (body === undefined ? 204 : 200);
  if (body === undefined || BODYLESS.has(code)) res.status(code).end();
  else res.status(code).json(body);
}

async function bodyOf(req: EdgeRequest): Promise<Uint8Array> {
  try {
    return await readAll(req, BODY_BYTES);
  } catch (error) {
    if (!isAppError(error) || error.code !== 'request.too_large') throw error;
    throw new AppError('endpoint.body_too_large', { limitKb: BODY_BYTES / 1024 });
  }
}

/** JSON where it is JSON, and the text otherwise. */
function readBody(bytes: Uint8Array): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new AppError('request.invalid', { reason: 'the body is not UTF-8' });
  }
  if (text === '') return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return text;
  }
  if (typeof value === 'object' && value !== null) checkBody(value);
  return value;
}

async function whoAsks(payload: Payload, req: EdgeRequest): Promise<EndpointRequest['person']> {
  const { user } = await executeAuthStrategies({ headers: headersOf(req), payload });
  const viewer = viewerOf({ user });
  // Programs have the product's own API; an add-on's addresses are for people and for what it signs itself.
  if (viewer === undefined || viewer.apiKey) return undefined;
  return {
    id: viewer.id,
    can: async (permission) => {
      if (viewer.support) await tellSupport(payload, req, viewer);
      const grants = await grantsOf({ user, payload });
      return mayUseSurfaces(grants) && grants.codes.has(permission);
    },
  };
}

// Staff at a school with its knowledge: every call is told, and one that may change something needs the school's leave.
async function tellSupport(payload: Payload, req: EdgeRequest, viewer: Viewer): Promise<void> {
  const isHeld = req.method !== 'GET' && viewer.support?.mayWrite !== true;
  await recordAudit(poolOf(payload), {
    category: 'support',
    action: 'support.request',
    outcome: isHeld ? 'denied' : 'success',
    actor: actorOf({ user: viewer as never }),
    details: {
      supportGrant: viewer.support?.grantId ?? '',
      request: `${req.method} ${req.originalUrl.split('?')[0]}`,
    },
  });
  if (isHeld) throw new AppError('support.read_only');
}

function headersOf(req: Request): Headers {
  const headers = new Headers();
  for (const name of ['authorization', 'cookie'] as const) {
    const value = req.headers[name];
    if (value !== undefined) headers.set(name, value);
  }
  return headers;
}
