import type { IncomingMessage } from 'node:http';
import { PassThrough, pipeline, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { FetchRefused } from './fetch-refused.ts';

const DECODERS: Record<string, () => Transform> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/**
 * Reads an answer whole, within `maxBytes` as it came and, with `decompress`, as it became. Throws FetchRefused with
 * too_large, or encoding for a body that cannot be unpacked.
 */
export async function readAnswer(
  answer: IncomingMessage,
  { maxBytes, decompress }: { maxBytes: number; decompress: boolean },
): Promise<Response> {
  const status = answer.statusCode ?? 502;
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers))
    for (const item of [value].flat()) if (item !== undefined) headers.append(name, item);
  const encoding = decompress ? (headers.get('content-encoding') ?? 'identity').trim().toLowerCase() : '';
  const packed = await collect(answer, maxBytes);
  if (encoding === '' || encoding === 'identity' || packed.length === 0)
    return toResponse(packed, status, headers);
  const decoder = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding]?.() : undefined;
  // A list of encodings is a bomb in a bomb; nobody needs it.
  if (decoder === undefined) throw new FetchRefused('encoding', 'The answer is packed in an unknown way.');
  const source = new PassThrough();
  source.end(packed);
  // The end is told by the loop of `collect`; without a listener the same error would be thrown at the process.
  pipeline(source, decoder, () => undefined);
  const body = await collect(decoder, maxBytes).catch((error: unknown) => {
    if (error instanceof FetchRefused) throw error;
    throw new FetchRefused('encoding', 'The answer could not be unpacked.');
  });
  headers.delete('content-encoding');
  headers.delete('content-length');
  return toResponse(body, status, headers);
}

async function collect(stream: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop by an error destroys the stream, and with it the connection.
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > maxBytes) throw new FetchRefused('too_large', `The answer is larger than ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function toResponse(body: Buffer, status: number, headers: Headers): Response {
  const isEmpty = status === 204 || status === 205 || status === 304;
  return new Response(isEmpty ? null : new Uint8Array(body), { status, headers });
}
