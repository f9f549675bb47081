import { Resolver } from 'node:dns/promises';
import { timingSafeEqualText } from '../../kernel/index.ts';

/** Reads the TXT records of a name: each as one text. An empty list means that there are none for sure. */
export type TxtResolver = (name: string) => Promise<string[]>;

/** Where the proof stands, and how its value begins. */
export const PROOF_LABEL = '_daftar';
const PROOF_PREFIX = 'daftar-verification=';

/** The name and value of the TXT record that proves a domain. */
export function proofRecord(domain: string, token: string): { name: string; value: string } {
  return { name: `${PROOF_LABEL}.${domain}`, value: `${PROOF_PREFIX}${token}` };
}

/** The resolver of the machine, or of `server` (DNS_SERVER). Throws when the name server gives no answer. */
export function dnsResolver(server: string | undefined): TxtResolver {
  return async (name) => {
    const resolver = new Resolver({ timeout: 3000, tries: 2 });
    if (server) resolver.setServers([server]);
    try {
      return (await resolver.resolveTxt(name)).map((parts) => parts.join(''));
    } catch (error) {
      const { code } = error as { code?: string };
      if (code === 'ENOTFOUND' || code === 'ENODATA') return [];
      throw error;
    }
  };
}

/** Whether the proof stands: `unknown` when no name server answered, which says nothing about the domain. */
export async function checkProof(
  resolve: TxtResolver,
  domain: string,
  token: string,
): Promise<'proved' | 'missing' | 'unknown'> {
  const { name, value } = proofRecord(domain, token);
  try {
    const records = await resolve(name);
    return records.some((record) => timingSafeEqualText(record.trim(), value)) ? 'proved' : 'missing';
  } catch {
    return 'unknown';
  }
}
