import { lookup as systemLookup } from 'node:dns/promises';
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.ts';

export type FetchGuard = {
  /** Plain http, any port and private addresses too: for development and tests alone. */
  allowPrivate?: boolean;
  /** The most bytes of an answer's body. */
  maxBytes?: number;
  /** The most milliseconds from asking to the last byte. */
  timeoutMs?: number;
  /** How many redirects are followed, each checked like the first address. None by default: the 3xx is returned. */
  redirects?: number;
  /** All addresses of a name; tests put a resolver of their own here. */
  resolve?: (name: string) => Promise<string[]>;
};

export type FetchRefusal = 'address' | 'private' | 'unresolved' | 'too_large' | 'timeout' | 'redirects';

/** An outbound call that was not made, or was broken off, by the rules of `guardedFetch`. Compare by `reason`. */
export class FetchRefused extends Error {
  readonly reason: FetchRefusal;

  constructor(reason: FetchRefusal, message: string) {
    super(message);
    this.name = 'FetchRefused';
    this.reason = reason;
  }
}

export type GuardedFetch = (input: string | URL, init?: RequestInit) => Promise<Response>;

const PORTS = new Set(['', '443', '8443']);
const resolveAll = async (name: string) =>
  (await systemLookup(name, { all: true, verbatim: true })).map(({ address }) => address);

/**
 * A fetch for addresses that other people chose. Only https to public addresses: the name is resolved once, every
 * address of it must be public, and the connection goes to the address that was checked, so that a second answer of
 * the name server cannot lead it elsewhere. Body and time are capped; nothing is decompressed. Throws FetchRefused.
 */
export function guardedFetch(guard: FetchGuard = {}): GuardedFetch {
  return async (input, init = {}) => {
    const timeout = AbortSignal.timeout(guard.timeoutMs ?? 10_000);
    const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
    let url = new URL(input);
    for (let hop = 0; ; hop += 1) {
      const response = await fetchOnce(url, init, guard, signal).catch((error: unknown) => {
        if (timeout.aborted) throw new FetchRefused('timeout', 'The answer took too long.');
        throw error;
      });
      const location = response.headers.get('location');
      if (response.status < 300 || response.status > 399 || location === null || !guard.redirects)
        return response;
      if (hop >= guard.redirects) throw new FetchRefused('redirects', 'There are too many redirects.');
      const next = new URL(location, url);
      // What was meant for one server, a token for example, is not shown to another.
      if (next.origin !== url.origin || (init.method ?? 'GET') !== 'GET')
        throw new FetchRefused('redirects', 'The redirect leads elsewhere.');
      url = next;
    }
  };
}

async function fetchOnce(
  url: URL,
  init: RequestInit,
  guard: FetchGuard,
  signal: AbortSignal,
): Promise<Response> {
  const address = await checkedAddress(url, guard);
  const lookup: LookupFunction = (_name, options, callback) => {
    const family = isIP(address);
    if (options.all) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };
  const body = init.body === undefined || init.body === null ? undefined : await bytesOf(init.body);
  const headers = new Headers(init.headers);
  headers.set('accept-encoding', 'identity');
  if (body) {
    headers.set('content-length', String(body.length));
    if (init.body instanceof URLSearchParams && !headers.has('content-type'))
      headers.set('content-type', 'application/x-www-form-urlencoded;charset=UTF-8');
  }
  const options: RequestOptions = {
    method: init.method ?? 'GET',
    headers: Object.fromEntries(headers),
    // No pool: a kept connection would have been checked for somebody else.
    agent: false,
    lookup,
    signal,
  };
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const sent = send(url, options, resolve);
    sent.on('error', reject);
    sent.end(body);
  });
  return toResponse(answer, guard.maxBytes ?? 1_000_000);
}

// The address to connect to, after every rule; a name with one private address among its public ones is refused.
async function checkedAddress(url: URL, guard: FetchGuard): Promise<string> {
  const isSecure = url.protocol === 'https:';
  if (!isSecure && !(guard.allowPrivate && url.protocol === 'http:'))
    throw new FetchRefused('address', 'Only https addresses are called.');
  if (url.username !== '' || url.password !== '')
    throw new FetchRefused('address', 'An address must not carry a name or password.');
  if (!guard.allowPrivate && !PORTS.has(url.port))
    throw new FetchRefused('address', 'Only the ports 443 and 8443 are called.');
  const name = url.hostname.replace(/^\[|\]$/g, '');
  const isLiteral = isIP(name) !== 0;
  if (!isLiteral && !guard.allowPrivate && (!name.includes('.') || name.endsWith('.')))
    throw new FetchRefused('address', 'The host must be a full public name.');
  const addresses = isLiteral
    ? [name]
    : await (guard.resolve ?? resolveAll)(name).catch(() => {
        throw new FetchRefused('unresolved', `The name ${name} is not known.`);
      });
  const [first] = addresses;
  if (first === undefined) throw new FetchRefused('unresolved', `The name ${name} is not known.`);
  if (!guard.allowPrivate && !addresses.every(isPublicAddress))
    throw new FetchRefused('private', 'The address is not a public one.');
  return first;
}

async function bytesOf(body: NonNullable<RequestInit['body']>): Promise<Buffer> {
  return Buffer.from(await new Response(body).arrayBuffer());
}

async function toResponse(answer: IncomingMessage, maxBytes: number): Promise<Response> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) {
      answer.destroy();
      throw new FetchRefused('too_large', `The answer is larger than ${maxBytes} bytes.`);
    }
    chunks.push(chunk);
  }
  const status = answer.statusCode ?? 502;
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers))
    for (const item of [value].flat()) if (item !== undefined) headers.append(name, item);
  const isEmpty = status === 204 || status === 205 || status === 304;
  return new Response(isEmpty ? null : Buffer.concat(chunks), { status, headers });
}
