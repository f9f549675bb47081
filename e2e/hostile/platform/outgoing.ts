import type { FetchGuard } from '../../../core/kernel/index.ts';
import { type AnyCapability, createCapabilities, type Json } from '../../../core/sandbox/index.ts';
import { API, type HostileServer, startHostileServer } from './outgoing-server.ts';
import { codesOf, type Platform, type PlatformCase, type PlatformGroup } from './platform.ts';

type Names = Parameters<HostileServer['guard']>[0];

/** Lets a plugin fetch these addresses, one after the other. Answers the codes; throws when a request got out that may not. */
function fetches(
  name: string,
  addresses: string[],
  expected: string,
  options: { names?: Names; guard?: Partial<FetchGuard>; reached?: string[] } = {},
): PlatformCase {
  return {
    name,
    limitClass: 'job',
    expected: [expected],
    async run(platform) {
      const server = await startHostileServer();
      try {
        const calls = addresses.map((url): [string, Json] => ['http.fetch', { url }]);
        const capabilities = fetching(platform, { ...server.guard(options.names), ...options.guard });
        const answers = await platform.ask(platform.a, calls, { capabilities });
        const reached = server.reached();
        const wanted = options.reached ?? [];
        if (JSON.stringify(reached) !== JSON.stringify(wanted)) {
          throw new Error(
            `Reached ${reached.join(', ') || 'nothing'}; expected ${wanted.join(', ') || 'nothing'}.`,
          );
        }
        return codesOf(answers);
      } finally {
        await server.close();
      }
    },
  };
}

function fetching({ system }: Platform, outgoing: Partial<FetchGuard>): AnyCapability[] {
  return createCapabilities({ pool: system.pool, outgoing });
}

const at = (path: string, host = API): string => `https://${host}/${path}`;
const to = (next: string): string => at(`redirect?${encodeURIComponent(next)}`);

const SPELLINGS = [
  '127.0.0.1',
  '127.1',
  '2130706433',
  '0x7f000001',
  '0x7f.1',
  '0177.0.0.1',
  '017700000001',
  '127.0.0.1.',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[0:0:0:0:0:0:0:1]',
  '[64:ff9b::7f00:1]',
  '[2002:7f00:1::]',
  '①②⑦.0.0.1',
  '127。0。0。1',
  '10.0.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  'localhost',
  'localhost.',
  'metadata.google.internal',
].map((host) => `https://${host}/`);

const PRIVATE = [
  '127.0.0.2',
  '10.0.0.1',
  '169.254.169.254',
  '100.64.0.1',
  '::1',
  '::ffff:10.0.0.1',
  '64:ff9b::a00:1',
  '2002:a00:1::',
  'fd00::1',
  'ff02::1',
];

/** Requests that a plugin makes the host send, and answers that mean the host harm. */
export const OUTGOING: PlatformGroup = {
  group: 'Outgoing requests',
  cases: [
    fetches('a request that is allowed', [at('x')], 'ok', { reached: [`${API} /x`] }),
    fetches('SSRF in every spelling of an address', SPELLINGS, 'host_not_declared'),
    fetches(
      'SSRF by another scheme or port',
      [
        'http://api.partner.example/',
        'https://api.partner.example:22/',
        'file:///etc/passwd',
        'gopher://api.partner.example/',
      ],
      'address_refused host_not_declared',
    ),
    fetches(
      'SSRF by a declared name that leads inside',
      PRIVATE.map((_, index) => at('x', `n${index}.partner.example`)),
      'address_refused',
      {
        names: Object.fromEntries(
          PRIVATE.map((address, index) => [`n${index}.partner.example`, [[address]]]),
        ),
      },
    ),
    fetches(
      'SSRF by redirect',
      [
        'https://169.254.169.254/',
        'https://undeclared.example/',
        '//undeclared.example/',
        'http://api.partner.example/',
        'https://api.partner.example:22/',
      ].map(to),
      'address_refused host_not_declared',
      {
        reached: [
          'https://169.254.169.254/',
          'https://undeclared.example/',
          '//undeclared.example/',
          'http://api.partner.example/',
          'https://api.partner.example:22/',
        ].map((next) => `${API} /redirect?${encodeURIComponent(next)}`),
      },
    ),
    fetches('SSRF by rebinding', [at('x')], 'ok', {
      names: { [API]: [['127.0.0.1'], ['10.0.0.1']] },
      reached: [`${API} /x`],
    }),
    fetches('SSRF by rebinding between hops', [to(at('x'))], 'address_refused', {
      names: { [API]: [['127.0.0.1'], ['10.0.0.1']] },
      reached: [`${API} /redirect?${encodeURIComponent(at('x'))}`],
    }),
    fetches('SSRF by mixed records', [at('x')], 'address_refused', {
      names: { [API]: [['127.0.0.1', '10.0.0.5']] },
    }),
    fetches(
      'allow-list confusion',
      [
        'https://undeclared.example/api.partner.example',
        'https://api.partner.example.evil.example/',
        'https://evil-api.partner.example.com/',
        'https://partner.example/',
        'https://a.b.partner.example/',
        'https://xpartner.example/',
        'https://api.partner.example@undeclared.example/',
        'https://undeclared.example#@api.partner.example/',
        'https://undeclared.example\\@api.partner.example/',
      ],
      'host_not_declared',
    ),
    fetches('allow-list confusion by a trailing dot', ['https://api.partner.example./'], 'host_not_declared'),
    fetches(
      'allow-list confusion by IDN',
      [
        'https://аpi.partner.example.evil.example/',
        'https://partner.exampłe/',
        'https://xn--partner.example/',
      ],
      'host_not_declared',
    ),
    fetches(
      'allow-list confusion by CRLF',
      [
        'https://api.partner.example/\r\nHost: undeclared.example',
        'https://api.partner.example\r\n.undeclared.example/',
        'https://api.part\tner.example/',
      ],
      'host_not_declared',
    ),
    fetches(
      'user and password in an address',
      ['https://user:password@api.partner.example/'],
      'address_refused',
    ),
    fetches('endless answer', [at('endless')], 'response_too_large', { reached: [`${API} /endless`] }),
    fetches('slow answer', [at('slow'), at('silent')], 'timeout', {
      guard: { timeoutMs: 400 },
      reached: [`${API} /slow`, `${API} /silent`],
    }),
    fetches('gzip-bomb answer', [at('bomb')], 'response_too_large', { reached: [`${API} /bomb`] }),
    fetches('10,000 headers', [at('headers')], 'response_too_large', { reached: [`${API} /headers`] }),
    fetches('header lines in an answer', [at('lines')], 'ok', { reached: [`${API} /lines`] }),
    fetches(
      'request flood',
      Array.from({ length: 60 }, () => at('x')),
      'ok too_many_requests',
      {
        reached: Array.from({ length: 50 }, () => `${API} /x`),
      },
    ),
    {
      name: 'byte budget',
      limitClass: 'job',
      // The answer that crosses the budget is cut off; one that comes after it is not begun.
      expected: ['byte_budget_used', 'response_too_large'],
      async run(platform) {
        const server = await startHostileServer();
        try {
          const capabilities = fetching(platform, server.guard());
          const pluginId = await platform.install(
            `const codes = []; for (let i = 0; i < 45; i += 1) codes.push(JSON.parse(await __call('http.fetch', JSON.stringify({ url: '${at('size?200000')}' }))).code);
             return codes.filter((code) => code !== undefined).pop();`,
          );
          const outcome = await platform.call(platform.a, pluginId, null, { capabilities });
          return outcome.ok ? String(outcome.result) : outcome.code;
        } finally {
          await server.close();
        }
      },
    },
  ],
};
