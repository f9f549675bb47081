import { hostile, SPENT, SPENT_OR_REFUSED, within } from '../bundle.ts';
import type { BundleCase, CaseGroup } from '../types.ts';

const missing = (name: string, body: string): BundleCase =>
  hostile(name, `return typeof ${body};`, 'ok', {
    check(outcome) {
      if (!outcome.ok || outcome.result !== 'undefined') throw new Error(`${body} can be reached.`);
    },
  });

const bomb = (name: string, body: string, expected: readonly string[] = SPENT): BundleCase =>
  hostile(name, body, expected, { limitClass: 'job' });

const resizable = bomb(
  'resizable ArrayBuffer',
  'const b = new ArrayBuffer(8, { maxByteLength: 3e9 }); b.resize(2.9e9); new Uint8Array(b).fill(1); return b.byteLength;',
  SPENT_OR_REFUSED,
);
const arrays = bomb('array fill', 'const all = []; for (;;) all.push(new Array(100000).fill(1));');
const buffers = bomb(
  'many buffers',
  'const all = []; for (;;) all.push(new Uint8Array(1 << 20).fill(1));',
  SPENT_OR_REFUSED,
);

/** Ways to fill memory: in V8's heap, beside it, and in the engine's own tables. */
export const MEMORY: CaseGroup = {
  group: 'Memory',
  cases: [
    bomb(
      'string doubling',
      "let s = 'x'; const keep = []; for (;;) { s += s; keep.push(s); }",
      SPENT_OR_REFUSED,
    ),
    bomb(
      'string flattening',
      "let s = 'x'; const keep = []; for (;;) { s += s; keep.push(JSON.stringify(s)); }",
      SPENT_OR_REFUSED,
    ),
    bomb('500 MB spread', "return [...'x'.repeat(5e8)].length;", SPENT_OR_REFUSED),
    arrays,
    within('interactive', arrays),
    within('report', arrays),
    bomb('huge length', 'const a = []; a.length = 4294967295; a.fill(1); return a.length;'),
    buffers,
    within('interactive', buffers),
    within('report', buffers),
    resizable,
    within('report', resizable),
    bomb(
      'resize loop',
      'const keep = []; for (;;) { const b = new ArrayBuffer(8, { maxByteLength: 1e8 }); b.resize(1e8); keep.push(b); }',
      SPENT_OR_REFUSED,
    ),
    missing('SharedArrayBuffer', 'SharedArrayBuffer'),
    missing('WebAssembly memory', 'WebAssembly'),
    hostile(
      'WebAssembly loop',
      'return await (0, eval)(\'import("data:application/wasm,")\');',
      'guest_error',
    ),
    missing('Atomics.wait', 'Atomics'),
    hostile(
      'Atomics.waitAsync',
      "return Function('return typeof Atomics + typeof globalThis.Atomics')();",
      'ok',
      {
        check(outcome) {
          if (!outcome.ok || outcome.result !== 'undefinedundefined')
            throw new Error('Atomics can be reached.');
        },
      },
    ),
    bomb(
      'JSON.parse of five million brackets',
      "return JSON.parse('['.repeat(5e6) + ']'.repeat(5e6)).length;",
      ['ok', ...SPENT_OR_REFUSED],
    ),
    bomb(
      'sort of huge strings',
      "const a = Array.from({ length: 2e4 }, (_, i) => 'x'.repeat(5000) + i); for (;;) a.sort();",
    ),
    bomb(
      'join of huge strings',
      "const a = Array.from({ length: 1e4 }, () => 'x'.repeat(1e5)); const keep = []; for (;;) keep.push(a.join('y'));",
      SPENT_OR_REFUSED,
    ),
    bomb(
      'indexOf in huge strings',
      "const s = 'a'.repeat(2e7) + 'b'; for (;;) s.indexOf('a'.repeat(1e4) + 'c');",
    ),
    bomb('BigInt power', 'return String((2n ** 30000000n) ** 30n).length;', SPENT_OR_REFUSED),
    bomb('BigInt toString', 'return String(2n ** 30000000n).length;', SPENT_OR_REFUSED),
    bomb('Map flood', 'const m = new Map(); for (let i = 0; ; i += 1) m.set(i, { i });'),
    bomb('Symbol.for flood', "for (let i = 0; ; i += 1) Symbol.for('flood of symbols ' + i);"),
    bomb(
      'FinalizationRegistry',
      "const r = new FinalizationRegistry(() => { for (;;) {} }); for (let i = 0; ; i += 1) r.register({ i }, 'x'.repeat(100) + i);",
    ),
    bomb(
      'WeakRef kept over turns',
      'const all = []; for (;;) { all.push(new WeakRef({ big: new Array(1e4).fill(1) })); await null; }',
    ),
    bomb(
      'typed arrays of one buffer',
      'const b = new ArrayBuffer(1 << 24); const all = []; for (;;) all.push(new Float64Array(b));',
    ),
  ],
};
