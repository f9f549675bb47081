import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createProblemList } from './problem-list.ts';
import { formatProblem, PROBLEM_CATALOGUE, placeholdersOf } from './problems.ts';

const sources = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.startsWith('problem-texts'))
  .map((name) => readFileSync(join(import.meta.dirname, name), 'utf8'));
const usedCodes = new Set(sources.flatMap((text) => text.match(/(?<=')oneroster\.[a-z0-9-]+(?=')/g) ?? []));

describe('problem catalogue', () => {
  it('should hold every code that is used, and use every code that it holds', () => {
    // The name of a manifest property, not a code.
    usedCodes.delete('oneroster.version');
    expect([...usedCodes].sort()).toEqual(Object.keys(PROBLEM_CATALOGUE).sort());
  });

  it.each(Object.entries(PROBLEM_CATALOGUE))(
    'should say %s in both languages with the same placeholders',
    (_, entry) => {
      expect(entry.en).toMatch(/^[\x20-\x7E�]+\.$/);
      expect(entry.ar).toMatch(/[\u0600-\u06FF]/);
      expect(entry.rule.length).toBeGreaterThan(5);
      expect(placeholdersOf(entry.ar)).toEqual(placeholdersOf(entry.en));
    },
  );
});

describe('formatProblem', () => {
  const list = createProblemList();
  list.add('oneroster.enum', {
    file: 'users.csv',
    row: 7,
    column: 'role',
    value: 'Pupil',
    params: { allowed: 'student, teacher' },
  });
  const [problem] = list.toArray();

  it('should say where, what and what to do', () => {
    if (problem === undefined) throw new Error('no problem');
    expect(formatProblem(problem, 'en')).toBe(
      'users.csv, row 7, column role: Pupil is not one of the allowed values: student, teacher. Values are case-sensitive; write one of them.',
    );
    const arabic = formatProblem(problem, 'ar');
    expect(arabic).toContain('الملف \u2068users.csv\u2069، السطر \u20687\u2069، العمود \u2068role\u2069: ');
    expect(arabic).not.toMatch(/[{}]/);
  });
});

describe('problem list', () => {
  it('should count remarks once per file and column', () => {
    const list = createProblemList();
    for (let row = 2; row < 9; row += 1)
      list.once('oneroster.boolean-case', { file: 'a.csv', row, column: 'x', value: 'TRUE' });
    list.once('oneroster.boolean-case', { file: 'a.csv', row: 5, column: 'y', value: 'TRUE' });
    expect(list.toArray().map(({ row, params }) => [row, params.count])).toEqual([
      [2, 7],
      [5, 1],
    ]);
  });

  it('should keep at most so many errors and say how many more there are', () => {
    const list = createProblemList({ maxErrors: 5, maxPerKind: 3 });
    for (let row = 2; row < 12; row += 1) list.add('oneroster.enum', { file: 'a.csv', row, column: 'x' });
    for (let row = 2; row < 12; row += 1) list.add('oneroster.date', { file: 'a.csv', row, column: 'y' });
    const problems = list.toArray();
    expect(problems.map(({ code }) => code.slice(10))).toEqual([
      'enum',
      'enum',
      'enum',
      'date',
      'date',
      'more-problems',
    ]);
    expect(problems.at(-1)?.params.count).toBe(15);
    expect(list.errorCount()).toBe(20);
  });

  it('should cut values to 80 characters', () => {
    const list = createProblemList();
    list.add('oneroster.enum', { value: '😀'.repeat(100) });
    const value = list.toArray()[0]?.value ?? '';
    expect(value.length).toBeLessThanOrEqual(80);
    expect(value.isWellFormed()).toBe(true);
  });
});
