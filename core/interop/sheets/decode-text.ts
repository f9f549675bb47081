import { isUtf8 } from 'node:buffer';

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1256';

const CHUNK_BYTES = 256 * 1024;
const SAMPLE_BYTES = 64 * 1024;

/**
 * The encoding of a text file: by its byte order mark, by the zero bytes of UTF-16 without one, as UTF-8 when all of it is
 * valid, and else Windows-1256, in which Excel of the Gulf saves CSV. Latin letters are the same in all of them.
 */
export function encodingOf(bytes: Buffer): TextEncoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  let even = 0;
  let odd = 0;
  for (let index = 0; index + 1 < sample.length; index += 2) {
    if (sample[index] === 0) even += 1;
    if (sample[index + 1] === 0) odd += 1;
  }
  // ASCII letters and separators make every other byte zero; a text in one byte a letter has none at all.
  const threshold = sample.length / 20;
  if (odd > threshold && odd > even * 4) return 'utf-16le';
  if (even > threshold && even > odd * 4) return 'utf-16be';
  return isUtf8(bytes) ? 'utf-8' : 'windows-1256';
}

/** The text of a file in pieces, without its byte order mark, so that a large one is never a string as a whole. */
export function* decodePieces(bytes: Buffer, encoding: TextEncoding): Generator<string> {
  const decoder = new TextDecoder(encoding);
  for (let from = 0; from < bytes.length; from += CHUNK_BYTES)
    yield decoder.decode(bytes.subarray(from, from + CHUNK_BYTES), { stream: true });
  yield decoder.decode();
}
