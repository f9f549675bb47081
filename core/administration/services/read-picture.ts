export type Picture = { type: 'image/png' | 'image/jpeg' | 'image/webp'; width: number; height: number };

/**
 * What a picture is, by its own first bytes and not by what anybody calls it: PNG, JPEG or WebP with its size in pixels.
 * Undefined for everything else, SVG above all, which is a program. Reads headers only: nothing is unpacked, so a small
 * file that claims a huge picture costs nothing.
 */
export function readPicture(bytes: Uint8Array): Picture | undefined {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return readPng(view) ?? readJpeg(view) ?? readWebp(view);
}

function readPng(view: Buffer): Picture | undefined {
  const isPng =
    view.length > 45 &&
    view.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) &&
    view.toString('latin1', 12, 16) === 'IHDR' &&
    view.toString('latin1', view.length - 8, view.length - 4) === 'IEND';
  return isPng
    ? { type: 'image/png', width: view.readUInt32BE(16), height: view.readUInt32BE(20) }
    : undefined;
}

function readJpeg(view: Buffer): Picture | undefined {
  if (view.length < 20 || view.readUInt16BE(0) !== 0xffd8 || view.readUInt16BE(view.length - 2) !== 0xffd9)
    return undefined;
  for (let at = 2; at + 9 < view.length; ) {
    const marker = view[at + 1] ?? 0;
    if (view[at] !== 0xff) return undefined;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame)
      return { type: 'image/jpeg', height: view.readUInt16BE(at + 5), width: view.readUInt16BE(at + 7) };
    const length = view.readUInt16BE(at + 2);
    if (length < 2 || marker === 0xda) return undefined;
    at += 2 + length;
  }
  return undefined;
}

function readWebp(view: Buffer): Picture | undefined {
  if (
    view.length < 30 ||
    view.toString('latin1', 0, 4) !== 'RIFF' ||
    view.toString('latin1', 8, 12) !== 'WEBP'
  )
    return undefined;
  // The length in the header is the length of the file: nothing else is carried behind it.
  const declared = view.readUInt32LE(4) + 8;
  if (declared !== view.length && declared !== view.length + 1) return undefined;
  const kind = view.toString('latin1', 12, 16);
  const type = 'image/webp' as const;
  if (kind === 'VP8X') return { type, width: 1 + view.readUIntLE(24, 3), height: 1 + view.readUIntLE(27, 3) };
  if (kind === 'VP8L' && view[20] === 0x2f) {
    const bits = view.readUInt32LE(21);
    return { type, width: 1 + (bits & 0x3fff), height: 1 + ((bits >> 14) & 0x3fff) };
  }
  if (kind === 'VP8 ' && view.readUIntBE(23, 3) === 0x9d012a)
    return { type, width: view.readUInt16LE(26) & 0x3fff, height: view.readUInt16LE(28) & 0x3fff };
  return undefined;
}
