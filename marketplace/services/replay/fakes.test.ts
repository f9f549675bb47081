import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFakes } from './fakes.ts';

const KEY = new Uint8Array(32).fill(7);

describe('fakes', () => {
  it('should give the same word the same fake, however it is written, and another bundle another one', () => {
    const fakes = createFakes(KEY);
    const [full, given] = ['Omar Al-Sayed', 'OMAR'].map((text) => String(fakes.value(text)));
    expect(full?.split(' ')[0]?.toUpperCase()).toBe(given);
    expect(createFakes().value('Omar Al-Sayed Rahman')).not.toBe(fakes.value('Omar Al-Sayed Rahman'));
  });

  it('should keep length and script, so that a message has as many parts as before', () => {
    const fake = String(createFakes(KEY).value('محمّد بن راشد, +974 5510 0001'));
    expect(fake).toMatch(/^[\u0600-\u06ff]{5} [\u0600-\u06ff]{2} [\u0600-\u06ff]{4}, \+\d{3} \d{4} \d{4}$/);
    expect(fake).not.toContain('راشد');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        const faked = String(createFakes(KEY).value(text));
        return (
          Array.from(faked).length >= 0 &&
          faked.replace(/[\p{L}\p{M}\d]/gu, '').length === text.replace(/[\p{L}\p{M}\d]/gu, '').length
        );
      }),
    );
  });

  it('should keep what nobody owns: numbers, moments, closed lists, time zones and placeholders', () => {
    const kept = {
      score: 17.5,
      isCurrent: true,
      none: null,
      date: '2026-01-15',
      occurredAt: '2026-01-15T07:30:00.000Z',
      from: '21:00',
      timeZone: 'Asia/Qatar',
      language: 'ar',
      status: 'queued',
    };
    expect(createFakes(KEY).value(kept)).toEqual(kept);
    expect(createFakes(KEY).value('Dear {student_name}')).toMatch(/^[A-Z][a-z]{3} \{student_name\}$/);
  });

  it('should keep the year of a birth alone, and hide ids and names that are keys', () => {
    const fakes = createFakes(KEY);
    const id = '3f1c2a9e-4b5d-4c6e-8f70-1a2b3c4d5e6f';
    expect(fakes.value('2014-05-17', 'birthDate')).toBe('2014-01-01');
    const faked = fakes.value({ [id]: { Omar: id } }) as Record<string, Record<string, string>>;
    const [key] = Object.keys(faked);
    expect(key).not.toBe(id);
    expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Object.values(faked[key ?? ''] ?? {})).toEqual([key]);
    expect(Object.keys(faked[key ?? ''] ?? {})).not.toContain('Omar');
  });

  it('should change only words of people in what the plugin itself says', () => {
    const fakes = createFakes(KEY);
    const name = String(fakes.value('Omar'));
    expect(fakes.words('Cannot read phone of Omar')).toBe(`Cannot read phone of ${name}`);
  });
});
