import { decodeCharset, decodeHeader, decodeTransfer } from './mime-text.ts';

export type Attachment = { filename: string; contentType: string; size: number };

/** A mail as a person reads it. Absent headers are empty texts. */
export type ParsedMail = {
  from: string;
  to: string;
  subject: string;
  messageId: string;
  text: string;
  html: string;
  attachments: Attachment[];
};

type Headers = Map<string, string>;
type Part = { headers: Headers; body: string };

/**
 * Reads a mail well enough to show it: folded and encoded headers, multipart bodies, base64 and quoted-printable,
 * charsets. It is not a complete MIME reader: message/rfc822 parts count as attachments. Never throws.
 */
export function parseMail(raw: Buffer): ParsedMail {
  const root = splitPart(raw.toString('latin1'));
  const header = (name: string) => decodeHeader(root.headers.get(name) ?? '');
  const mail: ParsedMail = {
    from: header('from'),
    to: header('to'),
    subject: header('subject'),
    messageId: header('message-id'),
    text: '',
    html: '',
    attachments: [],
  };
  collect(root, mail, 0);
  return mail;
}

function splitPart(text: string): Part {
  const match = /\r?\n\r?\n/.exec(text);
  const head = match ? text.slice(0, match.index) : text;
  const body = match ? text.slice(match.index + match[0].length) : '';
  const headers: Headers = new Map();
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    if (!headers.has(name)) headers.set(name, line.slice(colon + 1).trim());
  }
  return { headers, body };
}

function readParameter(header: string, name: string): string {
  const match = new RegExp(`;\\s*${name}\\*?=(?:"([^"]*)"|([^;\\s]+))`, 'i').exec(header);
  const value = match?.[1] ?? match?.[2] ?? '';
  const extended = /^([\w-]+)'[^']*'(.*)$/.exec(value);
  if (!extended) return decodeHeader(value);
  const bytes = (extended[2] ?? '').replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
  return decodeCharset(Buffer.from(bytes, 'latin1'), extended[1] ?? 'utf-8');
}

function collect(part: Part, mail: ParsedMail, depth: number): void {
  const contentType = part.headers.get('content-type') ?? 'text/plain; charset=us-ascii';
  const type = (contentType.split(';')[0] ?? '').trim().toLowerCase();
  const boundary = readParameter(contentType, 'boundary');
  if (type.startsWith('multipart/') && boundary !== '' && depth < 10) {
    for (const piece of splitBoundary(part.body, boundary)) collect(splitPart(piece), mail, depth + 1);
    return;
  }
  const bytes = decodeTransfer(part.body, part.headers.get('content-transfer-encoding') ?? '7bit');
  const disposition = part.headers.get('content-disposition') ?? '';
  const isAttached = /^attachment/i.test(disposition) || !type.startsWith('text/');
  if (isAttached) {
    const filename =
      readParameter(disposition, 'filename') || readParameter(contentType, 'name') || 'unnamed';
    mail.attachments.push({ filename, contentType: type, size: bytes.length });
    return;
  }
  const text = decodeCharset(bytes, readParameter(contentType, 'charset') || 'utf-8').replaceAll(
    '\r\n',
    '\n',
  );
  if (type === 'text/html') mail.html ||= text;
  else mail.text ||= text;
}

function splitBoundary(body: string, boundary: string): string[] {
  const escaped = boundary.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pieces = body.split(new RegExp(`(?:^|\\r?\\n)--${escaped}(--)?[ \\t]*(?:\\r?\\n|$)`));
  // Every second member is the "--" that ends the list; the first piece is the preamble.
  return pieces.filter((_, index) => index % 2 === 0 && index > 0 && pieces[index - 1] !== '--') as string[];
}

/** HTML as plain text, for a mail that has no text part. Links keep their address. */
export function htmlToText(html: string): string {
  return html
    .replace(/<(style|script|head|title)\b[^>]*>[\s\S]*?<\/\1>/gi, '')
    .replace(/<a\b[^>]*href="([^"]*)"[^>]*>([\s\S]*?)<\/a>/gi, '$2 $1')
    .replace(/<(br|\/p|\/div|\/h\d|\/li|\/tr)\b[^>]*>/gi, '\n')
    .replace(/<[^>]+>/g, '')
    .replace(/&(amp|lt|gt|quot|nbsp|#39);/g, (_, name: string) => entities[name] ?? '')
    .replace(/[ \t]+/g, ' ')
    .replace(/\n\s*\n+/g, '\n\n')
    .trim();
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ', '#39': "'" };
