import { describe, expect, it } from 'vitest';
import { MASK, maskingOf, maskPartly, maskValue } from './services/mask-values.ts';

describe('masking of the audit trail', () => {
  it.each([
    ...[
      'password',
      'newPassword',
      'resetPasswordToken',
      'token_hash',
      'salt',
      'clientSecret',
      'sealed_secret',
    ],
    ...['apiKey', 'recoveryCodes', 'totp', 'cookie', 'Authorization', 'customDomainToken'],
    ...['healthNotes', 'medicalInfo', 'allergies', 'note', 'teacher_notes'],
  ])('R17: should hide %s', (name) => {
    expect(maskValue('canary', maskingOf(name))).toBe(MASK);
  });

  it.each(['displayName', 'status', 'prefix', 'sourcedId', 'birthDate', 'smsAllowed', 'emailVerifiedAt'])(
    'should show %s',
    (name) => {
      expect(maskingOf(name)).toBe('show');
    },
  );

  it('should keep so much of an address that its owner knows it', () => {
    expect(maskPartly('mariam@example.org')).toBe('m•••@example.org');
    expect(maskPartly('+97455123456')).toBe('+974•••56');
    expect(maskPartly('28463401234')).toBe('•••234');
    expect(maskPartly('12345')).toBe(MASK);
  });

  it('should mask inside JSON, whatever the depth, and cut what is long', () => {
    const value = { provider: { apiKey: 'canary', list: [{ token: 'canary', phone: '+97455123456' }] } };
    expect(maskValue(value, 'show')).toEqual({
      provider: { apiKey: MASK, list: [{ token: MASK, phone: '+974•••56' }] },
    });
    expect(String(maskValue('x'.repeat(10_000), 'show'))).toHaveLength(501);
  });
});
