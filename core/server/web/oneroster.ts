import type { Express, Request, RequestHandler, Response } from 'express';
import type { Payload } from 'payload';
import { admitProgramBriefly, programViewer } from '../../identity/index.ts';
import { answerOneRoster, discoveryDocument, type RestAnswer } from '../../interop/index.ts';
import { AppError, isAppError } from '../../kernel/index.ts';
import { poolOf, REQUEST_STATEMENT_SECONDS } from '../../tenancy/index.ts';
import { readJsonBody } from './body-check.ts';
import type { EdgeRequest } from './edge.ts';
import { admitBearer, refuseProgram } from './programs.ts';
import { bodyOf, readBodies } from './request-body.ts';

const READS = new Set(['GET', 'HEAD']);

/**
 * OneRoster 1.2 on the hosts of schools, in front of Payload: discovery for everybody, everything else with an access token
 * of OAuth 2. A suspended school is read and not written. Errors have the form of the standard.
 */
export function serveOneRoster(app: Express, payload: Payload): void {
  app.use('/ims/oneroster', answering(payload));
}

function answering(payload: Payload): RequestHandler {
  return async (req, res, next) => {
    try {
      const document = READS.has(req.method) ? discovery(req as EdgeRequest) : undefined;
      if (document !== undefined) send(req, res, { status: 200, headers: {}, body: document });
      else send(req, res, await answer(payload, req as EdgeRequest, res));
    } catch (error) {
      const told = isAppError(error) ? error : tooSlow(error);
      if (told === undefined) return next(error);
      if (told.code === 'oneroster.method_refused') res.setHeader('Allow', String(told.details.methods));
      refuseProgram(req, res, told);
    }
  };
}

// A filter that no index serves, over too many rows.
function tooSlow(error: unknown): AppError | undefined {
  if ((error as { code?: unknown }).code !== '57014') return undefined;
  return new AppError('request.too_slow', { seconds: REQUEST_STATEMENT_SECONDS });
}

function discovery(req: EdgeRequest): string | undefined {
  if (req.scope?.kind !== 'tenant') throw new AppError('resource.not_found');
  return discoveryDocument(pathOf(req), req.origin);
}

async function answer(payload: Payload, req: EdgeRequest, res: Response): Promise<RestAnswer> {
  const { scope } = req;
  const program = await admitBearer(req, res, (credential, address) =>
    admitProgramBriefly(poolOf(payload), credential, address),
  );
  if (scope?.kind !== 'tenant') throw new AppError('resource.not_found');
  const facts = { keyId: program.keyId, scopes: program.scopes };
  scope.program = facts;
  if (!READS.has(req.method) && scope.tenant.status === 'suspended') throw new AppError('tenant.read_only');
  return answerOneRoster(payload, {
    method: req.method,
    path: pathOf(req),
    query: req.originalUrl.split('?')[1] ?? '',
    origin: req.origin,
    scopes: program.scopes,
    user: programViewer(facts),
    body: () => readBody(req, res),
  });
}

function pathOf(req: Request): string {
  const path = req.originalUrl.split('?')[0] ?? '';
  return path.endsWith('/') ? path.slice(0, -1) : path;
}

// The same reading, limits and checks as everywhere; what it refuses is the standard's invalid data.
async function readBody(req: Request, res: Response): Promise<unknown> {
  await new Promise<void>((resolve, reject) => {
    readBodies(req, res, (error?: unknown) => (error ? reject(error) : resolve()));
  });
  return readJsonBody(new TextDecoder().decode(bodyOf(req)));
}

function send(req: Request, res: Response, { status, headers, body }: RestAnswer): void {
  res.statusCode = status;
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  if (body === undefined) {
    res.end();
    return;
  }
  const bytes = Buffer.from(body);
  res.setHeader('Content-Type', 'application/json; charset=utf-8');
  res.setHeader('Content-Length', bytes.length);
  res.end(req.method === 'HEAD' ? undefined : bytes);
}
