import type { HostCall } from '../../../core/sandbox/index.ts';
import { hostile } from '../bundle.ts';
import type { CaseGroup } from '../types.ts';

const DENIAL: HostCall = async () => ({ ok: false, code: 'capability_not_granted', message: 'No.' });

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const LINES = `
  const log = (level, message) => __call('log', JSON.stringify({ level, message }));
  log('info', 'one\\nFATAL forged line\\u001b[31m'); log('warn', '\\u202egnp.exe \\u2028 next'); log('info', 'ع'.repeat(400));
  log('fatal', 'unknown level'); log('info', 'y'.repeat(9000)); log('info', { toString: null });
  for (let i = 0; i < 300; i += 1) log('info', String(i));`;

/** Attacks on the one way out: floods, denials, answers out of step, and lines written to look like another's. */
export const HOST_CALLS: CaseGroup = {
  group: 'Host calls',
  cases: [
    hostile('host-call flood, not awaited', "for (;;) __call('x.y', '{}');", [
      'too_many_host_calls',
      'timeout_cpu',
    ]),
    hostile('host-call flood, awaited', "for (;;) await __call('x.y', '{}');", [
      'too_many_host_calls',
      'timeout_cpu',
    ]),
    hostile(
      'host-call flood of large arguments',
      "const big = JSON.stringify('x'.repeat(60000)); for (;;) __call('x.y', big);",
      ['too_many_host_calls', 'timeout_cpu', 'memory', 'worker_died'],
    ),
    hostile(
      'host denial at once',
      "let code; for (let i = 0; i < 40; i += 1) code = JSON.parse(await __call('x.y', '{}')).code; return code;",
      'ok',
      {
        host: DENIAL,
        check(outcome) {
          if (!outcome.ok || outcome.result !== 'capability_not_granted')
            throw new Error('It was not denied.');
        },
      },
    ),
    hostile(
      'host denial at once, asked for ever',
      "const ask = () => __call('x.y', '{}').then(ask, ask); await ask();",
      ['too_many_host_calls', 'timeout_cpu'],
      { host: DENIAL },
    ),
    hostile('late answers', "__call('x.y', '{}').then(() => { for (;;) {} }); return 'early';", 'ok', {
      host: async () => {
        await pause(60);
        return { ok: true, value: 'late' };
      },
    }),
    hostile('unknown answers', "return JSON.parse(await __call('x.y', '{}')).code;", 'ok', {
      // What a capability answers by mistake: no text at all.
      host: (async () => undefined) as unknown as HostCall,
      check(outcome) {
        if (!outcome.ok || outcome.result !== 'internal') throw new Error('It should be `internal`.');
      },
    }),
    hostile(
      'repeated answers',
      "let count = 0; const p = __call('x.y', '{}'); p.then(() => { count += 1; }); p.then(() => { count += 1; }); await p; await __call('x.y', '{}'); return count;",
      'ok',
      {
        check(outcome) {
          if (!outcome.ok || outcome.result !== 2) throw new Error('A promise settled more than once.');
        },
      },
    ),
    hostile('a host that throws', "return JSON.parse(await __call('x.y', '{}'));", 'ok', {
      host: async () => {
        throw new Error('secret of the host');
      },
      check(outcome) {
        if (JSON.stringify(outcome).includes('secret')) throw new Error('The words of the host got out.');
      },
    }),
    hostile('a host that never answers', "await __call('x.y', '{}');", 'timeout_wall', {
      host: () => new Promise(() => undefined),
    }),
    hostile('an answer that is too large', "return JSON.parse(await __call('x.y', '{}')).code;", 'ok', {
      host: async () => ({ ok: true, value: 'x'.repeat(80_000) }),
      check(outcome) {
        if (!outcome.ok || outcome.result !== 'answer_too_large') throw new Error('It was handed over.');
      },
    }),
    hostile(
      'argument over the limit',
      "return JSON.parse(await __call('x.y', JSON.stringify('x'.repeat(70000)))).code;",
      'ok',
      {
        check(outcome) {
          if (!outcome.ok || outcome.result !== 'argument_too_large') throw new Error('It was taken.');
        },
      },
    ),
    hostile('input over the limit', 'return 1;', 'argument_too_large', { input: 'x'.repeat(70_000) }),
    hostile('log injection', LINES, 'ok', {
      check({ logs }) {
        if (logs.length > 20) throw new Error('Too many lines were kept.');
        for (const { message } of logs) {
          if (/[\p{Cc}\u2028\u2029\u202a-\u202e]/u.test(message))
            throw new Error('A line can forge another.');
          if (Buffer.byteLength(message) > 500) throw new Error('A line is too long.');
        }
      },
    }),
    hostile('log flood', 'for (;;) __call(\'log\', \'{"level":"info","message":"x"}\');', [
      'timeout_cpu',
      'memory',
      'worker_died',
    ]),
  ],
};
