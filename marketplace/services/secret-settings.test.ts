import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { settingsSchema } from '../../plugins/sdk/index.ts';
import { carrySettings } from './life/carry-settings.ts';
import { resealSettings } from './reseal-settings.ts';
import { openSecrets, readSecret, sealSecrets, splitSecrets } from './secret-settings.ts';

const settings = settingsSchema.parse({
  type: 'object',
  additionalProperties: false,
  properties: {
    apiKey: { type: 'string', title: 'Key', title_ar: 'مفتاح', maxLength: 40, 'x-secret': true },
    note: { type: 'string', title: 'Note', title_ar: 'ملاحظة' },
  },
});
const manifest = { settings } as Parameters<typeof sealSecrets>[0];
const VALUE = 'not-shown-to-anybody';

describe('secret settings', () => {
  beforeEach(() => {
    vi.stubEnv('DAFTAR_SECRET', 'first-key-of-this-installation-0001');
    vi.stubEnv('DAFTAR_SECRET_PREVIOUS', '');
  });
  afterEach(() => vi.unstubAllEnvs());

  it('should store the value of a secret sealed, and every other as it is', () => {
    const stored = sealSecrets(manifest, { apiKey: VALUE, note: 'sealed: by hand' });
    expect(JSON.stringify(stored)).not.toContain(VALUE);
    expect(stored.note).toBe('sealed: by hand');
    expect(openSecrets(manifest, stored)).toEqual({ apiKey: VALUE, note: 'sealed: by hand' });
    expect(readSecret(manifest, stored, 'apiKey')).toBe(VALUE);
    expect(readSecret(manifest, stored, 'note')).toBeUndefined();
    expect(splitSecrets(manifest, stored)).toEqual({
      settings: { note: 'sealed: by hand' },
      secretsSet: ['apiKey'],
    });
  });

  it('should take a secret that looks sealed for the value it is', () => {
    const stored = sealSecrets(manifest, { apiKey: 'sealed:abc' });
    expect(readSecret(manifest, stored, 'apiKey')).toBe('sealed:abc');
  });

  it('should not open what was sealed with a key that is no longer accepted', () => {
    const stored = sealSecrets(manifest, { apiKey: VALUE });
    vi.stubEnv('DAFTAR_SECRET', 'second-key-of-this-installation-0002');
    expect(() => readSecret(manifest, stored, 'apiKey')).toThrow();
  });

  it('should carry an unchanged secret into another version without a change', () => {
    const stored = sealSecrets(manifest, { apiKey: VALUE, note: 'x' });
    expect(carrySettings(manifest, stored)).toEqual(stored);
  });

  it('should seal stored secrets with the current key, once', async () => {
    const row = { id: 'a', settings: sealSecrets(manifest, { apiKey: VALUE, note: 'x' }) };
    const client = {
      query: async (text: string, values: unknown[] = []) => {
        if (text.startsWith('update')) Object.assign(row.settings, JSON.parse(String(values[1])));
        return { rows: [row] };
      },
    } as unknown as Parameters<typeof resealSettings>[0];
    vi.stubEnv('DAFTAR_SECRET_PREVIOUS', 'first-key-of-this-installation-0001');
    vi.stubEnv('DAFTAR_SECRET', 'second-key-of-this-installation-0002');
    expect(await resealSettings(client)).toBe(1);
    expect(await resealSettings(client)).toBe(0);
    vi.stubEnv('DAFTAR_SECRET_PREVIOUS', '');
    expect(readSecret(manifest, row.settings, 'apiKey')).toBe(VALUE);
  });
});
