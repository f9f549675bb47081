import { X509Certificate } from 'node:crypto';

export type CertificateFacts = { subject: string; expiresAt: string; fingerprint: string };

/** The PEM certificates of a text, or the base64 of metadata without its frame. Throws when one is none. */
export function splitCertificates(text: string): string[] {
  const framed = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  const bodies = (framed ?? text.split(/[;,]|\n\s*\n/)).map((part) =>
    part.replace(/-----[^-]+-----/g, '').replace(/\s+/g, ''),
  );
  return bodies
    .filter((body) => body !== '')
    .map((body) => new X509Certificate(Buffer.from(body, 'base64')).toString().trim());
}

/** What the panel shows of certificates, so that people can compare them with the provider's page. */
export function certificateFacts(text: string): CertificateFacts[] {
  return splitCertificates(text).map((pem) => {
    const certificate = new X509Certificate(pem);
    return {
      subject: certificate.subject.replaceAll('\n', ', '),
      expiresAt: new Date(certificate.validTo).toISOString(),
      fingerprint: certificate.fingerprint256,
    };
  });
}
