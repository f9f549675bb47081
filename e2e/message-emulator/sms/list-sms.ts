import type { SmsProgress } from './sms-resource.ts';
import type { SmsRow } from './sms-table.ts';
import { TwilioError } from './twilio-error.ts';

export type ListedSms = { sms: SmsRow; progress: SmsProgress };

const dayMs = 86_400_000;

/** A DateSent filter value: a GMT date covers its whole day, a time is one second. */
function readRange(text: string): { start: number; end: number } {
  const start = Date.parse(text);
  if (Number.isNaN(start)) throw new TwilioError(400, 20001, `Invalid DateSent: ${text}`);
  return { start, end: start + (/^\d{4}-\d{2}-\d{2}$/.test(text) ? dayMs : 1000) };
}

function matchesDate(sentMs: number | null, query: URLSearchParams): boolean {
  const filters = ['DateSent', 'DateSent<', 'DateSent>'].filter((name) => query.has(name));
  if (filters.length === 0) return true;
  if (sentMs === null) return false;
  return filters.every((name) => {
    const { start, end } = readRange(query.get(name) ?? '');
    if (name === 'DateSent<') return sentMs < end;
    if (name === 'DateSent>') return sentMs >= start;
    // The exact filter goes by the GMT day, even when the SDK sends a full time.
    const day = Math.floor(start / dayMs) * dayMs;
    return sentMs >= day && sentMs < day + dayMs;
  });
}

function readNumber(query: URLSearchParams, name: string, fallback: number): number {
  const text = query.get(name);
  if (text === null) return fallback;
  if (!/^\d{1,9}$/.test(text)) throw new TwilioError(400, 20001, `Invalid ${name}: ${text}`);
  return Number(text);
}

/** First index of the page: after the sid of a PA token, before the sid of a PB token, or by page number. */
function findStart(items: readonly ListedSms[], query: URLSearchParams, page: number, size: number): number {
  const token = query.get('PageToken');
  if (!token) return page * size;
  const index = items.findIndex(({ sms }) => sms.sid === token.slice(2));
  if (index === -1) throw new TwilioError(400, 20006, 'Page token is invalid.');
  return token.startsWith('PB') ? Math.max(0, index - size) : index + 1;
}

/**
 * One page of messages with Twilio's filters (To, From, DateSent, DateSent<, DateSent>) and paging members.
 * The page size is 50 by default and at most 1,000. Addresses are relative to the API's origin.
 * Throws TwilioError 400 for a number, a date or a page token that cannot be read.
 */
export function listSms<T>(
  path: string,
  all: readonly ListedSms[],
  query: URLSearchParams,
  toItem: (item: ListedSms) => T,
) {
  const size = Math.min(1000, Math.max(1, readNumber(query, 'PageSize', 50)));
  const page = readNumber(query, 'Page', 0);
  const matching = all.filter(
    ({ sms, progress }) =>
      (!query.has('To') || sms.to === query.get('To')) &&
      (!query.has('From') || sms.from === query.get('From')) &&
      matchesDate(progress.sentMs, query),
  );
  const start = findStart(matching, query, page, size);
  const items = matching.slice(start, start + size);
  const uri = (number: number, token?: string) => {
    const next = new URLSearchParams();
    for (const name of ['To', 'From', 'DateSent', 'DateSent<', 'DateSent>']) {
      const value = query.get(name);
      if (value !== null) next.set(name, value);
    }
    next.set('PageSize', String(size));
    next.set('Page', String(number));
    if (token) next.set('PageToken', token);
    return `${path}?${next}`;
  };
  const last = items.at(-1)?.sms.sid;
  const first = items[0]?.sms.sid;
  return {
    first_page_uri: uri(0),
    end: Math.max(0, start + items.length - 1),
    previous_page_uri: page > 0 && first ? uri(page - 1, `PB${first}`) : null,
    messages: items.map(toItem),
    uri: uri(page, query.get('PageToken') ?? undefined),
    page_size: size,
    start,
    next_page_uri: start + size < matching.length && last ? uri(page + 1, `PA${last}`) : null,
    page,
  };
}
