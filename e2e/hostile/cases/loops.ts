import { hostile, within } from '../bundle.ts';
import type { CaseGroup } from '../types.ts';

const endless = hostile('endless loop', 'for (;;) {}', 'timeout_cpu');

/** Work that never ends, in the forms that outlive a plain timeout elsewhere. */
export const LOOPS: CaseGroup = {
  group: 'Loops',
  cases: [
    endless,
    within('job', endless),
    hostile('endless loop while loading', '', 'timeout_cpu', { code: 'for (;;) {}' }),
    hostile(
      'endless generator',
      'function* g() { for (;;) yield 1; } for (const x of g()) void x;',
      'timeout_cpu',
    ),
    hostile('regex with nested quantifiers', "/^(a+)+$/.test('a'.repeat(40) + '!');", 'timeout_cpu'),
    hostile('regex with look-ahead', "/^(?=(a|aa)+b)(a|aa)+$/.test('a'.repeat(60));", 'timeout_cpu'),
    hostile('regex with a back-reference', "/^(a*)*\\1+b$/.test('a'.repeat(60));", 'timeout_cpu'),
    hostile('recursion', 'const f = () => f(); f();', 'guest_error'),
    hostile('recursion with catch', 'const f = () => { try { f(); } catch { f(); } }; f();', [
      'guest_error',
      'timeout_cpu',
    ]),
    hostile('eval', "for (;;) eval('1 + 1');", 'timeout_cpu'),
    hostile('a million new Function', "for (let i = 0; ; i += 1) new Function('return ' + i)();", [
      'timeout_cpu',
      'memory',
    ]),
    hostile(
      'a million new Function, kept',
      "const all = []; for (let i = 0; ; i += 1) all.push(new Function('return ' + i));",
      ['timeout_cpu', 'memory', 'worker_died'],
      { limitClass: 'job' },
    ),
    hostile('dynamic import', "await import('node:fs'); return 1;", 'guest_error'),
    hostile(
      'dynamic import, unhandled',
      "import('node:fs'); import('data:text/javascript,1'); return 1;",
      'ok',
    ),
    hostile('top-level await', '', 'guest_error', { code: 'await new Promise(() => {});' }),
    hostile('code that is no script', '', 'guest_error', { code: "import x from 'node:fs';" }),
    hostile('code that breaks out of its wrapper', '', 'guest_error', {
      code: '} catch { } throw new Error(1); try {',
    }),
    hostile('no entry', '', 'guest_error', { code: 'var nothing = 1;' }),
    hostile(
      'timing clock',
      'const start = Date.now(); let n = 0; while (Date.now() === start) n += 1; return n;',
      'timeout_cpu',
    ),
    hostile(
      'timing clock, other sources',
      "return [typeof performance, typeof setTimeout, typeof Temporal, typeof Atomics, String(new Date()) === String(new Date()), new Intl.DateTimeFormat('en', { timeStyle: 'full' }).format() === new Intl.DateTimeFormat('en', { timeStyle: 'full' }).format()].join();",
      'ok',
      {
        check(outcome) {
          const wanted = 'undefined,undefined,undefined,undefined,true,true';
          if (!outcome.ok || outcome.result !== wanted) throw new Error('A clock can be read.');
        },
      },
    ),
  ],
};
