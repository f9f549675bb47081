import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import type { Request as ExpressRequest, Response as ExpressResponse } from 'express';
import { bodyOf, isUpload } from './request-body.ts';

/**
 * An Express request as a fetch Request, with the body that `readBodies` has read or, for an upload, a streamed one.
 * `origin` is scheme and host as the browser sees them.
 */
export function toFetchRequest(req: ExpressRequest, origin: string): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(req.headers)) {
    if (Array.isArray(value)) for (const item of value) headers.append(name, item);
    else if (value !== undefined) headers.set(name, value);
  }
  const hasBody = req.method !== 'GET' && req.method !== 'HEAD';
  return new Request(new URL(req.originalUrl, origin), {
    method: req.method,
    headers,
    ...(hasBody && { body: isUpload(req) ? Readable.toWeb(req) : bodyOf(req), duplex: 'half' }),
  } as RequestInit);
}

/** Sends a fetch Response through Express. */
export async function sendFetchResponse(response: Response, res: ExpressResponse): Promise<void> {
  res.status(response.status);
  for (const [name, value] of response.headers) {
    // A limit of the handler stands beside the limits of the edge.
    const before = name.startsWith('ratelimit') ? res.getHeader(name) : undefined;
    if (name !== 'set-cookie') res.setHeader(name, before === undefined ? value : `${before}, ${value}`);
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
