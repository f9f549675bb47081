import type { CapabilityInput } from '../../../plugins/sdk/index.ts';

export type FileType = CapabilityInput<'files.put'>['contentType'];

const MAGIC: Partial<Record<FileType, string>> = {
  'application/pdf': '255044462d',
  'image/png': '89504e470d0a1a0a',
  'image/jpeg': 'ffd8ff',
};

/**
 * True when bytes are what they are said to be: pictures and PDF by their first bytes, texts by being UTF-8 without
 * control bytes, JSON by being JSON. So that nobody downloads a program under the name of a picture.
 */
export function isContentOf(type: FileType, bytes: Uint8Array): boolean {
  const magic = MAGIC[type];
  if (magic !== undefined) return hexOf(bytes, magic.length / 2) === magic;
  const text = readText(bytes);
  if (text === undefined) return false;
  if (type !== 'application/json') return true;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function hexOf(bytes: Uint8Array, length: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(length, bytes.byteLength)).toString('hex');
}

function readText(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    // Line ends, tabs and form feeds are text; any other control letter says that this is something else.
    return /[^\P{Cc}\t\n\f\r]/u.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}
