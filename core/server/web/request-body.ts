import type { Request as ExpressRequest, Response as ExpressResponse, RequestHandler } from 'express';
import { AppError } from '../../kernel/index.ts';
import { readJsonBody } from './body-check.ts';

/** The most bytes of a body that is read whole, as JSON and forms are; an upload limits itself. */
const BODY_LIMIT = 2_000_000;
/** How long a client may take to send such a body. */
const BODY_SECONDS = 20;

/** Paths whose body is streamed to their handler, which limits it. */
const UPLOADS = new Set(['/api/imports/upload', '/api/sheets/upload']);
/** Paths whose body is small: notes of the panel about one person. */
const SMALL: [prefix: string, bytes: number][] = [['/api/payload-preferences/', 32_000]];

const bodies = new WeakMap<ExpressRequest, Uint8Array>();

/** The body that `readBodies` has read; undefined when there is none or it is streamed. */
export function bodyOf(req: ExpressRequest): Uint8Array | undefined {
  return bodies.get(req);
}

/** True for a request whose body is streamed. */
export function isUpload(req: ExpressRequest): boolean {
  return UPLOADS.has(req.originalUrl.split('?')[0] ?? '');
}

/**
 * Reads the body of a request of /api before anything acts on it, and hands on JSON alone: a form of the panel
 * (multipart with `_payload`) becomes the JSON it carries, an empty body an empty object. Everything else is refused
 * with 415, what is too long with 413, what is too slow with 408, and what is not valid with 400.
 */
export const readBodies: RequestHandler = (req, res, next) => {
  if (req.method === 'GET' || req.method === 'HEAD' || req.method === 'OPTIONS' || isUpload(req))
    return next();
  const path = req.originalUrl.split('?')[0] ?? '';
  const limit = SMALL.find(([prefix]) => path.startsWith(prefix))?.[1] ?? BODY_LIMIT;
  readAll(req, limit)
    .then((bytes) => takeBody(req, bytes))
    .then(
      () => next(),
      (error: unknown) => {
        closeUnread(req, res);
        next(error);
      },
    );
};

/** What is left of a refused body is not read: the connection ends with the answer. */
export function closeUnread(req: ExpressRequest, res: ExpressResponse): void {
  if (req.complete) return;
  res.setHeader('Connection', 'close');
  res.once('finish', () => setTimeout(() => req.destroy(), 500).unref());
}

async function takeBody(req: ExpressRequest, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const type = (req.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const isForm = type === 'application/x-www-form-urlencoded';
  if (isForm && overridesMethod(req)) {
    bodies.set(req, bytes);
    return;
  }
  let text = '{}';
  if (bytes.length > 0) {
    if (type === 'application/json') text = decode(bytes);
    else if (type === 'multipart/form-data')
      text = await formPayload(bytes, req.headers['content-type'] ?? '');
    else throw new AppError('request.media_type');
    readJsonBody(text);
  }
  if (bytes.length === 0 && req.method === 'DELETE') return;
  const body = new TextEncoder().encode(text);
  req.headers['content-type'] = 'application/json';
  req.headers['content-length'] = String(body.length);
  bodies.set(req, body);
}

/** True when a request asks to be read as a GET, which Payload's panel does for lists of many ids. */
export function overridesMethod(req: ExpressRequest): boolean {
  return 'x-http-method-override' in req.headers || 'x-payload-http-method-override' in req.headers;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new AppError('request.invalid', { reason: 'the body is not UTF-8' });
  }
}

// Node's own reader of forms; Payload's never sees one.
async function formPayload(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<string> {
  const form = await new Response(bytes, { headers: { 'content-type': type } })
    .formData()
    .catch(() => undefined);
  const payload = form?.getAll('_payload') ?? [];
  const [text] = payload;
  if (typeof text !== 'string' || payload.length !== 1)
    throw new AppError('request.invalid', { reason: 'the form cannot be read' });
  if ([...(form?.values() ?? [])].some((value) => typeof value !== 'string'))
    throw new AppError('request.media_type');
  return text;
}

/** The bytes of a body, at most `limit`. Throws request.too_large and request.too_late. */
// By events and not by iterating: leaving a loop over a request closes its socket, and nobody would read the answer.
export function readAll(req: ExpressRequest, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = new AppError('request.too_large', { limitMb: limit / 1_000_000 });
  if (Number(req.headers['content-length'] ?? 0) > limit) return Promise.reject(tooLarge);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const stop = (error: Error) => {
      clearTimeout(timer);
      req.pause().removeAllListeners('data');
      reject(error);
    };
    const timer = setTimeout(() => stop(new AppError('request.too_late')), BODY_SECONDS * 1000);
    req.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) stop(tooLarge);
      else chunks.push(chunk);
    });
    req.once('end', () => {
      clearTimeout(timer);
      resolve(new Uint8Array(Buffer.concat(chunks)));
    });
    req.once('error', stop);
  });
}
