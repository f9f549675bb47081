import { describe, expect, test } from 'vitest';
import { parseManifest } from '../contract/manifest.ts';
import { SMALLEST_MANIFEST } from '../contract-docs/manifest-rules.ts';
import { scanCode } from './scan-code.ts';

const purpose = { en: 'To show it.', ar: 'لعرضها.' };
const asking = (...capabilities: string[]) =>
  parseManifest({
    ...SMALLEST_MANIFEST,
    permissions: capabilities.map((capability) => ({ capability, purpose })),
  });
const codesOf = (code: string, manifest = asking()) =>
  scanCode(manifest, code).map((problem) => problem.code);

describe('scanCode', () => {
  test.each([
    'eval("1")',
    'new Function("return 1")',
    'const f = WebAssembly',
    'fetch("https://x")',
    'setTimeout(() => 1)',
    'import("node:fs")',
    '[].constructor.constructor("return 1")()',
    '[]["constructor"]["constructor"]("return 1")()',
    'process.env',
  ])('should refuse %s', (code) => {
    expect(codesOf(code)).toEqual(['forbidden']);
  });

  test.each([
    'const fetch = 1; fetch + 1',
    'function run(process) { return process; }',
    'const { eval: other } = {}; other',
    'x.fetch(); x.setTimeout; ({ eval: 1 })',
    '"eval(1)"; /* fetch() */',
  ])('should accept %s', (code) => {
    expect(codesOf(code)).toEqual([]);
  });

  test('should compare what is used with what is asked for', () => {
    expect(codesOf('context.kv.get({})', asking('kv'))).toEqual([]);
    expect(codesOf('const { kv } = context; kv.set({})', asking('kv'))).toEqual([]);
    expect(codesOf('const { kv } = context; const store = kv; store.set({})', asking('kv'))).toEqual([]);
    expect(codesOf('context["kv"]["get"]({})', asking('kv'))).toEqual([]);
    expect(codesOf('context.kv.get({})')).toEqual(['permission_missing']);
    expect(codesOf('1', asking('kv'))).toEqual(['permission_unused']);
    expect(codesOf('context.files.get({})', asking('kv'))).toEqual([
      'permission_missing',
      'permission_unused',
    ]);
  });

  test('should tell of code that cannot be read, without falling over', () => {
    expect(codesOf('const = 1')).toEqual(['unreadable']);
    expect(codesOf('['.repeat(400_000))).toEqual(['unreadable']);
  });
});
