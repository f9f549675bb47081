import { hostile, SPENT, SPENT_OR_REFUSED } from '../bundle.ts';
import type { BundleCase, CaseGroup } from '../types.ts';

/** The result arrives as it was, although a built-in was patched. */
const patched = (name: string, patch: string, expected: readonly string[] = ['ok']): BundleCase =>
  hostile(name, `${patch} return { x: 1 };`, expected, {
    check(outcome) {
      if (outcome.ok && JSON.stringify(outcome.result) !== '{"x":1}')
        throw new Error('The result was forged.');
    },
  });

/** Results that are too large, too deep, alive, or that reach for the host's prototypes. */
export const RESULTS: CaseGroup = {
  group: 'Results',
  cases: [
    hostile('500 MB result', "return 'x'.repeat(5e8);", SPENT_OR_REFUSED, { limitClass: 'job' }),
    hostile('result over the limit', "return 'x'.repeat(70000);", 'result_too_large'),
    hostile('result over the limit in bytes only', "return 'ع'.repeat(40000);", 'result_too_large'),
    hostile(
      'two million objects',
      'return Array.from({ length: 2e6 }, () => ({}));',
      ['result_too_large', ...SPENT],
      {
        limitClass: 'job',
      },
    ),
    hostile(
      '300,000 levels',
      'let v = 1; for (let i = 0; i < 300000; i += 1) v = [v]; return v;',
      ['guest_error', 'result_invalid', 'result_too_large', ...SPENT],
      { limitClass: 'report' },
    ),
    hostile(
      '300,000 levels as text of an argument',
      "return JSON.parse(await __call('x.y', '['.repeat(30000) + ']'.repeat(30000))).code;",
      'ok',
      {
        check(outcome) {
          if (!outcome.ok || outcome.result !== 'invalid_argument')
            throw new Error('The argument was taken.');
        },
      },
    ),
    hostile('cycles', 'const a = {}; a.a = a; return a;', 'guest_error'),
    hostile('looping getter in the result', 'return { get x() { for (;;) {} } };', 'timeout_cpu'),
    hostile('looping toJSON in the result', 'return { toJSON() { for (;;) {} } };', 'timeout_cpu'),
    hostile(
      'Proxy traps in the result',
      'return new Proxy({}, { ownKeys() { for (;;) {} } });',
      'timeout_cpu',
    ),
    hostile(
      'throwing Proxy traps in the result',
      'return new Proxy({}, { get() { throw null; }, ownKeys() { throw null; } });',
      'guest_error',
    ),
    hostile('function as the result', 'return () => 1;', 'result_invalid'),
    hostile('BigInt in the result', 'return { n: 1n };', 'guest_error'),
    hostile(
      '__proto__ keys',
      'return JSON.parse(\'{"__proto__":{"admin":true},"\\\\u005f_proto__":1,"constructor":{"prototype":{"admin":true}},"kept":1}\');',
      'ok',
      {
        check(outcome) {
          if (!outcome.ok || JSON.stringify(outcome.result) !== '{"kept":1}')
            throw new Error('A key was kept.');
          if (Reflect.get({}, 'admin') !== undefined) throw new Error('A prototype was changed.');
        },
      },
    ),
    // Its own result a plugin may spoil; what the bridge says to it and of it, never.
    hostile(
      'patched toJSON',
      "Object.prototype.toJSON = String.prototype.toJSON = () => 'forged'; return JSON.parse(await __call('x'.repeat(200), '{}')).code === 'argument_too_large';",
      'ok',
      {
        check(outcome) {
          if (!outcome.ok || outcome.result !== true) throw new Error('An answer of the bridge was forged.');
        },
      },
    ),
    patched('patched JSON.stringify', "JSON.stringify = JSON.parse = () => 'forged';"),
    patched('patched Promise.prototype.then', 'Promise.prototype.then = function () { throw 1; };', [
      'ok',
      'guest_error',
      'never_settles',
    ]),
    patched(
      'patched Promise constructor',
      'Promise.prototype.constructor = { [Symbol.species]: function () { for (;;) {} } };',
      ['ok', 'timeout_cpu'],
    ),
    patched(
      'patched Array.prototype.push',
      'Array.prototype.push = Array.prototype[Symbol.iterator] = Map.prototype.get = Reflect.apply = String.prototype.slice = () => { throw 1; };',
    ),
    patched(
      'patched property descriptors',
      "Object.prototype.get = Object.prototype.set = () => 'forged'; Object.prototype.value = 'forged'; Object.prototype.ok = true;",
    ),
  ],
};
