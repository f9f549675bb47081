import type { LimitClass } from '../../core/sandbox/index.ts';
import type { BundleCase } from './types.ts';

/** Which limit is met first depends on how fast the machine fills memory. */
export const SPENT = ['memory', 'timeout_cpu', 'worker_died'] as const;
/** As `SPENT`, or V8 refuses a size at once and the plugin sees an error. */
export const SPENT_OR_REFUSED = ['guest_error', ...SPENT] as const;

/** Code of a bundle whose handler has this body; `request` is {kind, name, input, settings}. */
export function bundleOf(body: string): string {
  return `var __daftar = { handle: async function (request) {\n${body}\n} };`;
}

/** A case of the smallest class. */
export function hostile(
  name: string,
  body: string,
  expected: readonly string[] | string,
  more: Partial<BundleCase> = {},
): BundleCase {
  const codes = typeof expected === 'string' ? [expected] : expected;
  return {
    name,
    limitClass: 'interactive',
    code: bundleOf(body),
    // On a busy machine the clock on the wall comes before the CPU time of the class is used up.
    expected: codes.includes('timeout_cpu') ? [...codes, 'timeout_wall'] : codes,
    ...more,
  };
}

/** The same case in another class, whose limits leave it more time and memory. */
export function within(limitClass: LimitClass, test: BundleCase): BundleCase {
  return {
    ...test,
    limitClass,
    name: `${test.name}, as ${limitClass === 'interactive' ? 'an' : 'a'} ${limitClass}`,
  };
}
