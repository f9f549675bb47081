import { hostile, SPENT } from '../bundle.ts';
import type { CaseGroup } from '../types.ts';

/** Promises that flood, lie, never answer, or go on after the answer. */
export const PROMISES: CaseGroup = {
  group: 'Promises',
  cases: [
    hostile('promise flood', 'const all = []; for (;;) all.push(new Promise(() => {}));', SPENT, {
      limitClass: 'job',
    }),
    hostile(
      'promise tree',
      'const grow = async () => { await Promise.all([grow(), grow()]); }; await grow();',
      ['guest_error', ...SPENT],
      { limitClass: 'job' },
    ),
    hostile(
      'promise tree over turns',
      'const grow = () => Promise.resolve().then(() => Promise.all([grow(), grow()])); await grow();',
      SPENT,
      { limitClass: 'job' },
    ),
    hostile('microtask loop', 'const again = () => Promise.resolve().then(again); await again();', SPENT),
    hostile(
      'answer, then a microtask loop',
      'const again = () => Promise.resolve().then(again); again(); return 1;',
      ['ok', ...SPENT],
    ),
    hostile('never-resolving promise', 'await new Promise(() => {});', 'never_settles'),
    hostile('silent thenable', 'await { then() {} };', 'never_settles'),
    hostile('looping thenable', 'await { then() { for (;;) {} } };', 'timeout_cpu'),
    hostile('looping thenable as the result', 'return { get then() { for (;;) {} } };', 'timeout_cpu'),
    hostile('unhandled rejection', "Promise.reject(new Error('lost')); return 1;", 'ok'),
    {
      name: 'unhandled rejection in one call, then a clean call',
      limitClass: 'interactive',
      expected: ['ok'],
      async run(stage) {
        const dirty = hostile('', "Promise.reject(new Error('lost')); throw new Error('and thrown');", '');
        const install = { installId: 'rejecting', pluginId: 'rejecting.plugin.id' };
        const first = await stage.run(dirty.code, install);
        if (first.ok || first.code !== 'guest_error') throw new Error('The first call should fail.');
        return stage.codeOf(await stage.run(hostile('', 'return 1;', '').code, install));
      },
    },
    hostile(
      'looping stack on an unhandled rejection',
      "const e = new Error('x'); Object.defineProperty(e, 'stack', { get() { for (;;) {} } }); Promise.reject(e); return 1;",
      ['ok', 'timeout_cpu'],
    ),
  ],
};
