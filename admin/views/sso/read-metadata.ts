const METADATA = 'urn:oasis:names:tc:SAML:2.0:metadata';
const SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#';
const REDIRECT = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect';

/**
 * Reads the metadata of an identity provider in the browser, where a hostile document can reach nothing: entity id,
 * sign-in address (HTTP-Redirect) and signing certificates. Undefined when it is no such document. The server checks
 * the three values and never sees the document.
 */
export function readMetadata(
  xml: string,
): { issuer: string; entryPoint: string; certificate: string } | undefined {
  const parsed = new DOMParser().parseFromString(xml, 'text/xml');
  const provider = parsed.getElementsByTagNameNS(METADATA, 'IDPSSODescriptor')[0];
  const issuer = provider?.parentElement?.getAttribute('entityID') ?? '';
  const service = [...(provider?.getElementsByTagNameNS(METADATA, 'SingleSignOnService') ?? [])].find(
    (element) => element.getAttribute('Binding') === REDIRECT,
  );
  const keys = [...(provider?.getElementsByTagNameNS(METADATA, 'KeyDescriptor') ?? [])]
    .filter((element) => element.getAttribute('use') !== 'encryption')
    .flatMap((element) => [...element.getElementsByTagNameNS(SIGNATURE, 'X509Certificate')])
    .map((element) => (element.textContent ?? '').replace(/\s+/g, ''));
  if (issuer === '' || service === undefined || keys.length === 0) return undefined;
  const certificate = [...new Set(keys)]
    .map(
      (key) =>
        `-----BEGIN CERTIFICATE-----\n${key.match(/.{1,64}/g)?.join('\n') ?? ''}\n-----END CERTIFICATE-----`,
    )
    .join('\n');
  return { issuer, entryPoint: service.getAttribute('Location') ?? '', certificate };
}
