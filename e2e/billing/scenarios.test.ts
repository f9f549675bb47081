import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

/** The scenarios of the specification of billing that fix cents or states; each is driven through the whole path. */
const SCENARIOS = `
  S1 S2a S2b S2c S2d S3a S3b S3c S4a S4b S5 S6 S6' S7a S7b S7c S8a S8b S9 S9b S9c S10 S10b S11a S11b S11c S11d S12 S13 S14
  S15a S15b S15c S16a S16b S16c S16d S16e S17 S18a S18b S18c S18d S18e S18f S19 S19b S20 S21a S21b S21c S22a S22b S22c S23
  S24 S25 S27 S28 S29 S30 S31 S32 S32b S33 S34 S35`;

const ROOT = path.join(import.meta.dirname, '..');

/** The scenarios that a title names after "billing": one, several, or a range of letters such as S2a-d. */
function namedBy(title: string): string[] {
  const named = /^billing ([^:]+):/.exec(title)?.[1] ?? '';
  return named.split(/,\s*/).flatMap((name) => {
    const range = /^(S\d+)([a-z])-(?:S\d+)?([a-z])$/.exec(name.trim());
    if (!range) return [name.trim().replace('’', "'")];
    const [, head = '', first = '', last = ''] = range;
    const letters: string[] = [];
    for (let code = first.charCodeAt(0); code <= last.charCodeAt(0); code += 1)
      letters.push(head + String.fromCharCode(code));
    return letters;
  });
}

function titlesIn(folder: string, ending: string): string[] {
  return readdirSync(path.join(ROOT, folder))
    .filter((file) => file.endsWith(ending))
    .flatMap((file) => {
      const text = readFileSync(path.join(ROOT, folder, file), 'utf8');
      return [...text.matchAll(/\b(?:it|test)(?:\.each\([^)]*\))?\(\s*['"`](billing [^'"`\n]*?:)/g)].map(
        ([, title = '']) => title,
      );
    });
}

it('should have a named test through the whole path for every scenario', () => {
  const titles = [...titlesIn('billing', '.int.test.ts'), ...titlesIn('billing-faults', '.faults.test.ts')];
  const named = new Set(titles.flatMap(namedBy));
  const missing = SCENARIOS.trim()
    .split(/\s+/)
    .filter((id) => !named.has(id));
  expect(titles.length).toBeGreaterThan(0);
  expect(missing).toEqual([]);
});

it('should read what a title names', () => {
  expect(namedBy('billing S2a-d, S3a: should cost this')).toEqual(['S2a', 'S2b', 'S2c', 'S2d', 'S3a']);
  expect(namedBy('should be about nothing')).toEqual(['']);
});
