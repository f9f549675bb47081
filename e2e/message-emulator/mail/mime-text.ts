/** Bytes to text in a named charset; an unknown charset is read as UTF-8, broken bytes become U+FFFD. */
export function decodeCharset(bytes: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

/** Undoes quoted-printable. The text holds one byte a character (latin1). */
export function decodeQuotedPrintable(text: string): Buffer {
  const joined = text.replace(/[ \t]+$/gm, '').replace(/=\r?\n/g, '');
  const bytes = joined.replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1');
}

/** Undoes a Content-Transfer-Encoding. */
export function decodeTransfer(text: string, encoding: string): Buffer {
  if (/base64/i.test(encoding)) return Buffer.from(text, 'base64');
  if (/quoted-printable/i.test(encoding)) return decodeQuotedPrintable(text);
  return Buffer.from(text, 'latin1');
}

type Word = { charset: string; bytes: Buffer };

/**
 * Decodes =?charset?B?...?= words in a header. Neighbouring words of one charset are joined before decoding,
 * because a sender may cut a character between two words.
 */
export function decodeHeader(value: string): string {
  const pattern = /=\?([^?*]+)(?:\*[^?]*)?\?([BbQq])\?([^?]*)\?=(\s*(?==\?))?/g;
  let result = '';
  let position = 0;
  let pending: Word | undefined;
  const flush = () => {
    if (pending) result += decodeCharset(pending.bytes, pending.charset);
    pending = undefined;
  };
  for (const match of value.matchAll(pattern)) {
    const [whole, charset = 'utf-8', kind = 'Q', text = ''] = match;
    const between = value.slice(position, match.index);
    const bytes = /b/i.test(kind)
      ? Buffer.from(text, 'base64')
      : decodeQuotedPrintable(text.replaceAll('_', '=20'));
    if (between !== '' || pending?.charset.toLowerCase() !== charset.toLowerCase()) {
      flush();
      result += rawText(between);
    }
    pending = { charset, bytes: pending ? Buffer.concat([pending.bytes, bytes]) : bytes };
    position = match.index + whole.length;
  }
  flush();
  return result + rawText(value.slice(position));
}

/** A header may also hold plain UTF-8 (SMTPUTF8); it was read a byte a character. */
function rawText(text: string): string {
  return decodeCharset(Buffer.from(text, 'latin1'), 'utf-8');
}
