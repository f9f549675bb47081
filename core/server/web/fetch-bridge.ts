import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import type { Request as ExpressRequest, Response as ExpressResponse } from 'express';
import { AppError } from '../../kernel/index.ts';

/** The most bytes of a body that is read whole, as JSON and forms are; an upload limits itself. */
const BODY_LIMIT = 2_000_000;
const UPLOADS = new Set(['/api/imports/upload']);

/**
 * An Express request as a fetch Request with a streamed body. `origin` is scheme and host as the browser sees them.
 * Throws request.too_large for a body that says it is too long; one that does not say so breaks off at the limit.
 */
export function toFetchRequest(req: ExpressRequest, origin: string): Request {
  const isUpload = UPLOADS.has(req.originalUrl.split('?')[0] ?? '');
  if (!isUpload && Number(req.headers['content-length'] ?? 0) > BODY_LIMIT)
    throw new AppError('request.too_large', { limitMb: BODY_LIMIT / 1_000_000 });
  const headers = new Headers();
  for (const [name, value] of Object.entries(req.headers)) {
    if (Array.isArray(value)) for (const item of value) headers.append(name, item);
    else if (value !== undefined) headers.set(name, value);
  }
  const hasBody = req.method !== 'GET' && req.method !== 'HEAD';
  return new Request(new URL(req.originalUrl, origin), {
    method: req.method,
    headers,
    ...(hasBody
      ? {
          body: Readable.toWeb(isUpload ? req : Readable.from(limited(req))) as ReadableStream,
          duplex: 'half',
        }
      : {}),
  } as RequestInit);
}

async function* limited(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > BODY_LIMIT) throw new AppError('request.too_large', { limitMb: BODY_LIMIT / 1_000_000 });
    yield chunk;
  }
}

/** Sends a fetch Response through Express. */
export async function sendFetchResponse(response: Response, res: ExpressResponse): Promise<void> {
  res.status(response.status);
  for (const [name, value] of response.headers) {
    if (name !== 'set-cookie') res.setHeader(name, value);
  }
  for (const cookie of response.headers.getSetCookie()) res.append('set-cookie', cookie);
  if (response.body === null) {
    res.end();
    return;
  }
  const body = Readable.fromWeb(response.body as ReadableStream);
  // A browser that moved on has closed its end: nobody is there to tell.
  if (res.destroyed) body.destroy();
  else
    await pipeline(body, res).catch((error) => {
      if (!res.destroyed) throw error;
    });
}
