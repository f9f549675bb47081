import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { checkedAddresses } from './checked-address.ts';
import { type FetchRefusal, FetchRefused } from './fetch-refused.ts';
import { readAnswer } from './read-answer.ts';

export { type FetchRefusal, FetchRefused };

export type FetchGuard = {
  /** Plain http, any port and private addresses too: for development and tests alone. */
  allowPrivate?: boolean;
  /** The most bytes of an answer's body. */
  maxBytes?: number;
  /** The most milliseconds from asking to the last byte. */
  timeoutMs?: number;
  /** The most milliseconds until the connection stands, encrypted; without it only `timeoutMs` counts. */
  connectMs?: number;
  /** How many redirects are followed, each checked like the first address. None by default: the 3xx is returned. */
  redirects?: number;
  /** Ports that are called; '' is the one of the scheme. */
  ports?: ReadonlySet<string>;
  /** Refuses hosts that are written as an address, public ones too. */
  namesOnly?: boolean;
  /**
   * Asked before every hop, the first too: throws to refuse it, or answers the headers that may be sent there. With it
   * redirects may lead to other hosts; without it they may not.
   */
  onHop?: (url: URL, request: { method: string; body: string }) => Headers;
  /** Accepts gzip, deflate and br; `maxBytes` then counts before and after. Without it the answer comes as it is. */
  decompress?: boolean;
  /** All addresses of a name; tests put a resolver of their own here. */
  resolve?: (name: string) => Promise<string[]>;
  /** For tests alone: a server on this machine in the place of a public one. */
  test?: { ca: string; port: number; isAllowed: (address: string) => boolean };
};

export type GuardedFetch = (input: string | URL, init?: RequestInit) => Promise<Response>;

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * A fetch for addresses that other people chose. Only https to public addresses: the name is resolved once, every
 * address of it must be public, and the connection goes to what was checked, so that a second answer of the name
 * server cannot lead it elsewhere. Headers, body and time are capped. Throws FetchRefused.
 */
export function guardedFetch(guard: FetchGuard = {}): GuardedFetch {
  return async (input, init = {}) => {
    const timeout = AbortSignal.timeout(guard.timeoutMs ?? 10_000);
    const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
    let url = new URL(input);
    let request = init;
    for (let hop = 0; ; hop += 1) {
      const response = await fetchOnce(url, request, guard, signal).catch((error: unknown) => {
        if (timeout.aborted) throw new FetchRefused('timeout', 'The answer took too long.');
        throw error;
      });
      const location = response.headers.get('location');
      if (!REDIRECTS.has(response.status) || location === null || !guard.redirects) return response;
      if (hop >= guard.redirects) throw new FetchRefused('redirects', 'There are too many redirects.');
      const next = URL.parse(location, url);
      if (next === null) throw new FetchRefused('redirects', 'The redirect leads nowhere.');
      const isSame = next.origin === url.origin && (init.method ?? 'GET') === 'GET';
      // What was meant for one server, a token for example, is not shown to another.
      if (!isSame && !guard.onHop) throw new FetchRefused('redirects', 'The redirect leads elsewhere.');
      request = afterRedirect(response.status, request);
      url = next;
    }
  };
}

// As the fetch standard has it: 303, and 301 or 302 after a POST, ask for the answer elsewhere by GET.
function afterRedirect(status: number, request: RequestInit): RequestInit {
  const { body: _body, ...rest } = request;
  const isPost = request.method === 'POST';
  const asksElsewhere = status === 303 || (isPost && (status === 301 || status === 302));
  return asksElsewhere ? { ...rest, method: 'GET' } : request;
}

async function fetchOnce(
  url: URL,
  init: RequestInit,
  guard: FetchGuard,
  signal: AbortSignal,
): Promise<Response> {
  const method = init.method ?? 'GET';
  const body =
    init.body === undefined || init.body === null
      ? undefined
      : Buffer.from(await new Response(init.body).arrayBuffer());
  const headers = guard.onHop
    ? guard.onHop(url, { method, body: body?.toString('utf8') ?? '' })
    : new Headers(init.headers);
  const addresses = await checkedAddresses(url, guard, signal);
  headers.set('host', url.host);
  headers.set('accept-encoding', guard.decompress ? 'gzip, deflate, br' : 'identity');
  if (body) {
    headers.set('content-length', String(body.length));
    if (init.body instanceof URLSearchParams && !headers.has('content-type'))
      headers.set('content-type', 'application/x-www-form-urlencoded;charset=UTF-8');
  }
  const options: RequestOptions = {
    method,
    headers: Object.fromEntries(headers),
    // No pool: a kept connection would have been checked for somebody else.
    agent: false,
    lookup: pinnedTo(addresses),
    signal,
    maxHeaderSize: 16_384,
    ...(guard.test ? { port: guard.test.port, ca: guard.test.ca } : {}),
  };
  return readAnswer(await send(url, options, body, guard), {
    maxBytes: guard.maxBytes ?? 1_000_000,
    decompress: guard.decompress ?? false,
  });
}

function pinnedTo(addresses: string[]): LookupFunction {
  const known = addresses.map((address) => ({ address, family: isIP(address) }));
  const [first = { address: '', family: 0 }] = known;
  return (_name, options, callback) => {
    if (options.all) callback(null, known);
    else callback(null, first.address, first.family);
  };
}

function send(
  url: URL,
  options: RequestOptions,
  body: Buffer | undefined,
  { connectMs }: FetchGuard,
): Promise<IncomingMessage> {
  return new Promise<IncomingMessage>((resolve, reject) => {
    const isSecure = url.protocol === 'https:';
    const sent = (isSecure ? httpsRequest : httpRequest)(url, options, resolve);
    if (connectMs !== undefined) {
      const timer = setTimeout(
        () => sent.destroy(new FetchRefused('timeout', 'The connection took too long.')),
        connectMs,
      );
      sent.on('socket', (socket) =>
        socket.once(isSecure ? 'secureConnect' : 'connect', () => clearTimeout(timer)),
      );
      sent.on('close', () => clearTimeout(timer));
    }
    sent.on('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'HPE_HEADER_OVERFLOW'
          ? new FetchRefused('too_large', 'The headers of the answer are too large.')
          : error,
      ),
    );
    sent.end(body);
  });
}
