import { hostile, SPENT_OR_REFUSED } from '../bundle.ts';
import type { CaseGroup } from '../types.ts';

const looping = (key: string): string =>
  `const e = new Error('x'); Object.defineProperty(e, '${key}', { get() { for (;;) {} } }); throw e;`;

/** Errors made to be looked at. */
export const ERRORS: CaseGroup = {
  group: 'Errors',
  cases: [
    hostile('looping message getter', looping('message'), 'timeout_cpu'),
    hostile('looping stack getter', looping('stack'), ['guest_error', 'timeout_cpu']),
    hostile('looping name getter', looping('name'), 'timeout_cpu'),
    hostile('thrown Proxy', "throw new Proxy({}, { get() { throw new Error('trap'); } });", 'guest_error'),
    hostile('thrown looping Proxy', 'throw new Proxy({}, { get() { for (;;) {} } });', 'timeout_cpu'),
    hostile(
      'thrown revoked Proxy',
      'const r = Proxy.revocable({}, {}); r.revoke(); throw r.proxy;',
      'guest_error',
    ),
    hostile('thrown null', 'throw null;', 'guest_error'),
    hostile('thrown undefined', 'throw undefined;', 'guest_error'),
    hostile('thrown symbol', "throw Symbol('x');", 'guest_error'),
    hostile('thrown RangeError', "throw new RangeError('Maximum call stack size exceeded');", 'guest_error'),
    hostile('200 MB message', "throw new Error('m'.repeat(2e8));", SPENT_OR_REFUSED),
    hostile('200 MB message, flat', "throw new Error(JSON.stringify('m'.repeat(2e8)));", SPENT_OR_REFUSED, {
      limitClass: 'job',
    }),
    hostile('error while loading', '', 'guest_error', { code: "throw new Error('top');" }),
    hostile('message of several lines', "throw new Error('one\\nFATAL two\\u2028three');", 'guest_error', {
      check(outcome) {
        if (!outcome.ok && /[\n\u2028]/.test(outcome.message))
          throw new Error('The message has a second line.');
      },
    }),
  ],
};
