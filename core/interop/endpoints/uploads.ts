import { AppError } from '../../kernel/index.ts';

/** The name of an uploaded file, as its header says it. Throws request.invalid. */
export function readFileName(header: string | null, fallback: string): string {
  try {
    return decodeURIComponent(header ?? fallback).replace(/[\p{Cc}/\\]/gu, '_');
  } catch {
    throw new AppError('request.invalid', { reason: 'x-file-name is not percent-encoded text' });
  }
}

/** The bytes of an upload. Throws request.too_large and, for an empty one, request.invalid. */
export async function readUpload(
  body: ReadableStream<Uint8Array> | null,
  limitMb: number,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > limitMb * 1_000_000) throw new AppError('request.too_large', { limitMb });
    chunks.push(chunk);
  }
  if (size === 0) throw new AppError('request.invalid', { reason: 'the upload is empty' });
  return Buffer.concat(chunks);
}
