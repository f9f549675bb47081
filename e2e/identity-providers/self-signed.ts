import { createSign, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';

export type SigningKey = { privateKey: KeyObject; privatePem: string; certificatePem: string };

/** A fresh RSA key with a certificate that it signed itself (X.509, DER written by hand), good for a year. */
export function selfSigned(name: string): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const algorithm = sequence(Buffer.from('06092a864886f70d01010b', 'hex'), Buffer.from('0500', 'hex'));
  const commonName = sequence(
    tagged(0x31, sequence(Buffer.from('0603550403', 'hex'), tagged(0x0c, Buffer.from(name)))),
  );
  const now = Date.now();
  const body = sequence(
    tagged(0xa0, Buffer.from('020102', 'hex')),
    Buffer.from('020101', 'hex'),
    algorithm,
    commonName,
    sequence(time(now - 86_400_000), time(now + 365 * 86_400_000)),
    commonName,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = createSign('sha256').update(body).sign(privateKey);
  const der = sequence(body, algorithm, tagged(0x03, Buffer.concat([Buffer.from([0]), signature])));
  return {
    privateKey,
    privatePem: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    certificatePem: new X509Certificate(der).toString().trim(),
  };
}

function tagged(tag: number, content: Buffer): Buffer {
  const length = content.length;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

function time(moment: number): Buffer {
  const digits = new Date(moment).toISOString().replace(/\D/g, '').slice(2, 14);
  return tagged(0x17, Buffer.from(`${digits}Z`));
}
