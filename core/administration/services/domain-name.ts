// Names that mean the machine itself, the local network or nothing at all (RFC 6761 and 8375).
const LOCAL = new Set(['localhost', 'local', 'internal', 'invalid', 'arpa', 'onion', 'lan', 'home']);
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

export type DomainAnswer = { domain: string } | { reason: string };

/**
 * Reads what somebody typed as the domain of a school: small letters, no dot at the end. Refused are addresses, names of
 * one label or of the local network, our own base domain and everything below it, and names with letters beyond a-z: two
 * of them can look the same and be different places.
 */
export function readDomain(typed: string, baseDomain: string): DomainAnswer {
  const domain = typed.trim().toLowerCase().replace(/\.$/, '');
  const labels = domain.split('.');
  const top = labels.at(-1) ?? '';
  if (domain.length > 253 || labels.length < 2) return { reason: 'a domain has at least two parts' };
  if (/^[\d.]+$/.test(domain) || domain.includes(':')) return { reason: 'it is an address' };
  if (/[^\x20-\x7e]/.test(domain) || labels.some((label) => label.startsWith('xn--')))
    return { reason: 'only the letters a to z, digits and hyphens are allowed' };
  if (!labels.every((label) => LABEL.test(label)) || !/^[a-z][a-z0-9-]+$/.test(top))
    return { reason: 'it is not a host name' };
  if (LOCAL.has(top)) return { reason: 'it belongs to the local network' };
  if (domain === baseDomain || domain.endsWith(`.${baseDomain}`) || baseDomain.endsWith(`.${domain}`))
    return { reason: 'it belongs to Daftar' };
  return { domain };
}
