import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ERROR_CATALOGUE, errorsDocument, LANGUAGES, settingsDocument } from './index.ts';
import { SETTINGS_TABLE } from './settings-table.ts';

const doc = (name: string) => readFileSync(path.join(import.meta.dirname, '../../docs', name), 'utf8');
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

describe('the catalogue of errors', () => {
  const entries = Object.entries(ERROR_CATALOGUE);

  it.each(entries)('should explain %s in both languages with the same placeholders', (_code, entry) => {
    for (const language of LANGUAGES) expect(entry[language].trim()).toBe(entry[language]);
    expect(entry.ar).toMatch(/\p{Script=Arabic}/u);
    expect(placeholders(entry.ar)).toEqual(placeholders(entry.en));
    expect(entry.status).toBeGreaterThanOrEqual(400);
    expect(entry.status).toBeLessThan(600);
  });

  it.each(entries)('should list %s in docs/errors.md', (code, entry) => {
    const line = doc('errors.md')
      .split('\n')
      .find((row) => row.includes(`\`${code}\``));
    expect(line).toContain(String(entry.status));
    expect(line).toContain(entry.en);
    expect(line).toContain(entry.ar);
  });

  it('should have codes of two words in one form', () => {
    for (const [code] of entries) expect(code).toMatch(/^([a-z]+(_[a-z]+)?\.[a-z_]+|internal)$/);
  });

  it('should be the page in docs, word for word', () => {
    expect(doc('errors.md')).toBe(errorsDocument());
  });
});

describe('the table of settings', () => {
  it('should be the page in docs, word for word', () => {
    expect(doc('settings.md')).toBe(settingsDocument());
  });

  it('should accept its own defaults', () => {
    for (const [name, entry] of Object.entries(SETTINGS_TABLE))
      if (entry.default !== undefined) expect(entry.schema.safeParse(entry.default).success, name).toBe(true);
  });
});
