import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../plugins/sdk/registry.ts';
import { checkCertificate } from './check-certificate.ts';

const key = generateKeyPairSync('ed25519');
const publicKey = key.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
const certificate = {
  format: 'daftar-deletion-certificate-1',
  school: { id: 'x', name: 'Al Noor', subdomain: 'alnoor' },
  addOn: { id: 'qa.test.life', name: 'Life', version: '1.0.0', sha256: 'f'.repeat(64) },
  deletedAt: '2026-11-22T00:00:00.000Z',
  contentSha256: 'a'.repeat(64),
};
const signature = sign(null, Buffer.from(canonicalJson(certificate)), key.privateKey).toString('base64');
const check = (content: unknown, keys = [publicKey]) => checkCertificate(JSON.stringify(content), keys).kind;

describe('a proof of deletion', () => {
  it('should be good whatever the order of its keys', () => {
    const turned = Object.fromEntries(Object.entries(certificate).reverse());
    expect(check({ certificate, publicKey, signature })).toBe('good');
    expect(check({ signature, publicKey, certificate: turned })).toBe('good');
  });

  it('should not be good when anything in it was changed', () => {
    const changes = [
      { ...certificate, deletedAt: '2020-01-01T00:00:00.000Z' },
      { ...certificate, school: { ...certificate.school, name: 'Other' } },
      { ...certificate, more: 'words' },
    ];
    for (const changed of changes)
      expect(check({ certificate: changed, publicKey, signature })).toBe('changed');
    expect(check({ certificate, publicKey, signature: 'AAAA' })).toBe('changed');
  });

  it('should not be good when a stranger signed it', () => {
    const stranger = generateKeyPairSync('ed25519');
    const own = stranger.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
    const forged = sign(null, Buffer.from(canonicalJson(certificate)), stranger.privateKey).toString(
      'base64',
    );
    expect(check({ certificate, publicKey: own, signature: forged })).toBe('other_key');
    expect(check({ certificate, publicKey, signature: forged })).toBe('changed');
    expect(check({ certificate, publicKey: 'no key', signature }, ['no key'])).toBe('changed');
  });

  it('should not take anything else for one', () => {
    for (const content of [{ hello: 'world' }, null, { certificate: {}, publicKey, signature }])
      expect(check(content)).toBe('no_certificate');
    expect(checkCertificate('{', [publicKey]).kind).toBe('no_certificate');
  });
});
