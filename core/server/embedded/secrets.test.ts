import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSettings } from '../../kernel/index.ts';
import { checkSecrets } from './check-secrets.ts';
import { makeSecret, readSecrets, rotateSecrets } from './secrets-file.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const day = (age: number) => new Date(NOW - age * 86_400_000).toISOString().slice(0, 10);

describe('the secrets of the data directory', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'daftar-secrets-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('should be made once, and readable by their owner alone', () => {
    const made = readSecrets(folder);
    expect(readSecrets(folder)).toEqual(made);
    expect(made.current.value).toMatch(/^[0-9a-f]{64}$/);
    expect(statSync(path.join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
  });

  it('should take over the single secret of before, with its date', () => {
    const { value } = makeSecret();
    const file = path.join(folder, 'secret');
    writeFileSync(file, `${value}\n`);
    utimesSync(file, new Date('2026-06-01T00:00:00Z'), new Date('2026-06-01T00:00:00Z'));
    expect(readSecrets(folder)).toEqual({ current: { value, createdAt: '2026-06-01T00:00:00.000Z' } });
    expect(existsSync(file)).toBe(false);
  });

  it('S14: should keep exactly one previous secret', () => {
    const first = readSecrets(folder).current;
    const second = rotateSecrets(folder).current;
    expect(readSecrets(folder)).toEqual({ current: second, previous: first });
    expect(rotateSecrets(folder).previous).toEqual(second);
    expect(readFileSync(path.join(folder, 'secrets.json'), 'utf8')).not.toContain(first.value);
  });

  it('F19: should say that a broken file is broken, and not make new secrets in its place', () => {
    writeFileSync(path.join(folder, 'secrets.json'), '{"current":');
    expect(() => readSecrets(folder)).toThrow(/cannot be read; put back its copy/);
    expect(readFileSync(path.join(folder, 'secrets.json'), 'utf8')).toBe('{"current":');
  });
});

describe('the look at the secrets before the start', () => {
  const settings = (environment: Record<string, string>) =>
    readSettings({
      DAFTAR_ENV: 'production',
      DAFTAR_SECRET: makeSecret().value,
      DAFTAR_SECRET_CREATED_AT: day(10),
      DATABASE_URL: 'postgres://app@db/daftar',
      DAFTAR_PUBLIC_URL: 'https://daftar.example',
      ...environment,
    });

  it('S14: should accept a fresh secret, warn from 150 days, and refuse above 183 in production', () => {
    expect(checkSecrets(settings({}), NOW)).toEqual([]);
    expect(checkSecrets(settings({ DAFTAR_SECRET_CREATED_AT: day(149) }), NOW)).toEqual([]);
    expect(checkSecrets(settings({ DAFTAR_SECRET_CREATED_AT: day(150) }), NOW)[0]).toMatch(/150 days old/);
    expect(checkSecrets(settings({ DAFTAR_SECRET_CREATED_AT: day(183) }), NOW)).toHaveLength(1);
    expect(() => checkSecrets(settings({ DAFTAR_SECRET_CREATED_AT: day(184) }), NOW)).toThrow(/184 days old/);
    const staging = settings({ DAFTAR_ENV: 'staging', DAFTAR_SECRET_CREATED_AT: day(400) });
    expect(checkSecrets(staging, NOW)).toHaveLength(1);
  });

  it('F19: should refuse a secret whose age nobody knows in production, and one from the future', () => {
    expect(() => checkSecrets(settings({ DAFTAR_SECRET_CREATED_AT: '' }), NOW)).toThrow(
      /must be set in production/,
    );
    expect(() => checkSecrets(settings({ DAFTAR_SECRET_CREATED_AT: day(-5) }), NOW)).toThrow(/future/);
    expect(checkSecrets(settings({ DAFTAR_ENV: 'development', DAFTAR_SECRET_CREATED_AT: '' }), NOW)).toEqual(
      [],
    );
  });

  it.each(['development', 'staging', 'production'])(
    'F19: should refuse an example as a secret in %s',
    (DAFTAR_ENV) => {
      for (const name of ['DAFTAR_SECRET', 'DAFTAR_SECRET_PREVIOUS'])
        for (const value of ['change-me-change-me-change-me-change-me', 'x'.repeat(40)]) {
          const check = () => checkSecrets(settings({ DAFTAR_ENV, [name]: value }), NOW);
          expect(check).toThrow(new RegExp(`^${name} `));
          expect(check).not.toThrow(new RegExp(value));
        }
      const { value } = makeSecret();
      expect(() =>
        checkSecrets(settings({ DAFTAR_SECRET: value, DAFTAR_SECRET_PREVIOUS: value }), NOW),
      ).toThrow(/the same/);
    },
  );
});
