import { bundleOf } from '../test-support.ts';
import type { SandboxCode } from '../types.ts';

/** One way to misbehave, and the codes that may answer it: `ok` when the plugin gets away with harming only itself. */
export type HostileCase = { name: string; code: string; expected: (SandboxCode | 'ok')[] };

const body = (name: string, text: string, ...expected: HostileCase['expected']): HostileCase => ({
  name,
  code: bundleOf(text),
  expected,
});

/** Which of the two limits is met first depends on how fast the machine fills memory. */
const SPENT = ['memory', 'timeout_cpu', 'worker_died'] as const;

export const LOOPS: HostileCase[] = [
  body('endless loop', 'for (;;) {}', 'timeout_cpu'),
  { name: 'endless loop while loading', code: 'for (;;) {}', expected: ['timeout_cpu'] },
  body('nested quantifiers', "/^(a+)+$/.test('a'.repeat(40) + '!');", 'timeout_cpu'),
  body('microtask loop', 'const again = () => Promise.resolve().then(again); await again();', ...SPENT),
  body('looping thenable', 'await { then() { for (;;) {} } };', 'timeout_cpu'),
  body('silent thenable', 'await { then() {} };', 'never_settles'),
  body('promise that never resolves', 'await new Promise(() => {});', 'never_settles'),
  body(
    'answer, then a microtask loop',
    'const again = () => Promise.resolve().then(again); again(); return 1;',
    'ok',
    ...SPENT,
  ),
  body('getter that loops in the result', 'return { get x() { for (;;) {} } };', 'timeout_cpu'),
  body(
    'proxy that loops in the result',
    'return new Proxy({}, { ownKeys() { for (;;) {} } });',
    'timeout_cpu',
  ),
  body(
    'looping getter on a thrown error',
    "const e = new Error('x'); Object.defineProperty(e, 'message', { get() { for (;;) {} } }); throw e;",
    'timeout_cpu',
  ),
  body(
    'looping stack on an unhandled rejection',
    "const e = new Error('x'); Object.defineProperty(e, 'stack', { get() { for (;;) {} } }); Promise.reject(e); return 1;",
    'ok',
    'timeout_cpu',
  ),
];

export const BOMBS: HostileCase[] = [
  body('promise flood', 'const all = []; for (;;) all.push(new Promise(() => {}));', ...SPENT),
  body('array fill', 'const all = []; for (;;) all.push(new Array(100000).fill(1));', ...SPENT),
  body(
    'string doubling, flattened',
    "let s = 'x'; const keep = []; for (;;) { s += s; keep.push(JSON.stringify(s)); }",
    'guest_error',
    ...SPENT,
  ),
  body(
    'many buffers',
    'const all = []; for (;;) all.push(new Uint8Array(1 << 20).fill(1));',
    'guest_error',
    ...SPENT,
  ),
  body(
    'resizable buffer',
    'const b = new ArrayBuffer(8, { maxByteLength: 3e9 }); b.resize(2.9e9); new Uint8Array(b).fill(1); return b.byteLength;',
    'guest_error',
    ...SPENT,
  ),
  body(
    'resize loop',
    'const keep = []; for (;;) { const b = new ArrayBuffer(8, { maxByteLength: 1e8 }); b.resize(1e8); keep.push(b); }',
    'guest_error',
    ...SPENT,
  ),
  body('map flood', 'const m = new Map(); for (let i = 0; ; i += 1) m.set(i, { i });', ...SPENT),
  body('huge BigInt', 'return String((2n ** 30000000n) ** 2n).length;', 'guest_error', ...SPENT),
  body(
    'five million brackets',
    "return JSON.parse('['.repeat(5e6) + ']'.repeat(5e6)).length;",
    'ok',
    'guest_error',
    ...SPENT,
  ),
  body(
    'a million functions',
    "const all = []; for (let i = 0; ; i += 1) all.push(new Function('return ' + i));",
    ...SPENT,
  ),
  body(
    'sort of huge strings',
    "const a = Array.from({ length: 2e4 }, (_, i) => 'x'.repeat(5000) + i); for (;;) a.sort();",
    ...SPENT,
  ),
  body('recursion', 'const f = () => f(); f();', 'guest_error'),
  body(
    'recursion with catch',
    'const f = () => { try { f(); } catch { f(); } }; f();',
    'guest_error',
    ...SPENT,
  ),
];

export const THROWS: HostileCase[] = [
  body('thrown null', 'throw null;', 'guest_error'),
  body('thrown undefined', 'throw undefined;', 'guest_error'),
  body('thrown proxy', "throw new Proxy({}, { get() { throw new Error('trap'); } });", 'guest_error'),
  body(
    'thrown revoked proxy',
    'const r = Proxy.revocable({}, {}); r.revoke(); throw r.proxy;',
    'guest_error',
  ),
  body('thrown symbol', "throw Symbol('x');", 'guest_error'),
  body('message of 20 MB', "throw new Error('m'.repeat(2e7));", 'guest_error'),
  body('unhandled rejection', "Promise.reject(new Error('lost')); return 1;", 'ok'),
  { name: 'error while loading', code: "throw new Error('top');", expected: ['guest_error'] },
  { name: 'no entry', code: 'var nothing = 1;', expected: ['guest_error'] },
  {
    name: 'code that breaks out of the wrapper',
    code: '} catch { } throw new Error(1); try {',
    expected: ['guest_error'],
  },
  { name: 'code that is no script', code: "import x from 'fs';", expected: ['guest_error'] },
  body('dynamic import', "await import('node:fs'); return 1;", 'guest_error'),
];

export const RESULTS: HostileCase[] = [
  body('result over the limit', "return 'x'.repeat(300000);", 'result_too_large'),
  body('result over the limit in bytes only', "return 'ع'.repeat(200000);", 'result_too_large'),
  body(
    'result nested too deep',
    'let v = 1; for (let i = 0; i < 1000; i += 1) v = [v]; return v;',
    'result_invalid',
  ),
  body(
    'two million objects',
    'return Array.from({ length: 2e6 }, () => ({}));',
    'result_too_large',
    ...SPENT,
  ),
  body('cycle', 'const a = {}; a.a = a; return a;', 'guest_error'),
  body('function as the result', 'return () => 1;', 'result_invalid'),
  body('BigInt in the result', 'return { n: 1n };', 'guest_error'),
  body('patched stringify', "JSON.stringify = () => 'forged'; return { x: 1 };", 'ok'),
  body(
    'patched then',
    'Promise.prototype.then = function () { throw 1; }; return { x: 1 };',
    'ok',
    'guest_error',
    'never_settles',
  ),
  body(
    'patched push, iterator and map',
    'Array.prototype.push = Array.prototype[Symbol.iterator] = Map.prototype.get = () => { throw 1; }; return { x: 1 };',
    'ok',
  ),
];
