import { type FetchGuard, FetchRefused, guardedFetch } from '../../kernel/index.ts';
import { outgoingBudget } from '../outgoing/budget.ts';
import { isDeclaredHost } from '../outgoing/egress.ts';
import { hopHeaders, plainHeaders } from '../outgoing/hop-headers.ts';
import { type Capability, refuseCall } from './registry.ts';

const KB = 1024;
const MAX_REQUEST = 64 * KB;
const MAX_RESPONSE = 256 * KB;

const GUARD: FetchGuard = {
  maxBytes: MAX_RESPONSE,
  connectMs: 3_000,
  timeoutMs: 10_000,
  redirects: 3,
  ports: new Set(['', '443']),
  namesOnly: true,
  decompress: true,
};

const CODES: Record<FetchRefused['reason'], string> = {
  address: 'address_refused',
  private: 'address_refused',
  unresolved: 'unreachable',
  too_large: 'response_too_large',
  timeout: 'timeout',
  redirects: 'unreachable',
  encoding: 'unreachable',
};

/**
 * `http.fetch`: one https request by the host, to a host that the school accepted, at every hop. The plugin never has a
 * connection, an address or a secret; where a request fails it learns a code and nothing of the network.
 */
export function httpFetchCapability(test: Partial<FetchGuard> = {}): Capability<'http.fetch'> {
  return {
    name: 'http.fetch',
    run: async (context, input) => {
      const { method = 'GET', body } = input;
      const declared = context.manifest.egress.map(({ host }) => host);
      const first = parseAddress(input.url);
      if (body !== undefined && method === 'GET') refuseCall('invalid_argument', 'body: GET carries none.');
      const size = sizeOf(first, plainHeaders(input, context.pluginId), body);
      if (size > MAX_REQUEST) refuseCall('request_too_large', `A request may have ${MAX_REQUEST} bytes.`);
      const budget = outgoingBudget(context);
      const nowSeconds = Math.floor(Date.now() / 1000);
      const fetch = guardedFetch({
        ...GUARD,
        ...test,
        maxBytes: Math.min(MAX_RESPONSE, budget.bytesLeft()),
        onHop: (url, request) => {
          if (!isDeclaredHost(url.hostname, declared))
            refuseCall(
              'host_not_declared',
              `${url.hostname || 'This address'} is not a host of the manifest.`,
            );
          budget.takeRequest();
          budget.takeBytes(size);
          return hopHeaders(input, { url, first, body: request.body, nowSeconds }, context);
        },
      });
      const response = await fetch(first, { method, ...(body === undefined ? {} : { body }) }).catch(explain);
      const bytes = await response.arrayBuffer();
      budget.takeBytes(bytes.byteLength);
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: new TextDecoder('utf-8').decode(bytes),
      };
    },
  };
}

function parseAddress(text: string): URL {
  // A parser drops tabs and line breaks and turns backslashes, so that text would not be what it looks like.
  const url = /[\p{Cc}\s\\]/u.test(text) ? null : URL.parse(text);
  if (url === null) return refuseCall('host_not_declared', 'The address is not a plain https address.');
  return url;
}

function sizeOf(url: URL, headers: Headers, body = ''): number {
  const lines = [...headers].reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0);
  return url.href.length + lines + Buffer.byteLength(body);
}

function explain(error: unknown): never {
  if (error instanceof FetchRefused) refuseCall(CODES[error.reason], error.message);
  if (error instanceof Error && error.name === 'CapabilityRefusal') throw error;
  refuseCall('unreachable', 'The host could not be reached, or its certificate is not valid.');
}
