import { lookup as systemLookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { FetchRefused } from './fetch-refused.ts';
import type { FetchGuard } from './guarded-fetch.ts';
import { isPublicAddress } from './public-address.ts';

const PORTS: ReadonlySet<string> = new Set(['', '443', '8443']);

const resolveAll = async (name: string) =>
  (await systemLookup(name, { all: true, verbatim: true })).map(({ address }) => address);

/**
 * The addresses that may be connected to for a URL, after every rule of the guard; a name with one private address
 * among its public ones is refused. Throws FetchRefused.
 */
export async function checkedAddresses(
  url: URL,
  guard: FetchGuard,
  signal: AbortSignal,
): Promise<[string, ...string[]]> {
  const isSecure = url.protocol === 'https:';
  if (!isSecure && !(guard.allowPrivate && url.protocol === 'http:'))
    throw new FetchRefused('address', 'Only https addresses are called.');
  if (url.username !== '' || url.password !== '')
    throw new FetchRefused('address', 'An address must not carry a name or password.');
  const ports = guard.ports ?? PORTS;
  if (!guard.allowPrivate && !ports.has(url.port))
    throw new FetchRefused('address', `The port ${url.port} is not called.`);
  const name = url.hostname.replace(/^\[|\]$/g, '');
  const isLiteral = isIP(name) !== 0;
  if (isLiteral && guard.namesOnly)
    throw new FetchRefused('address', 'The host must be a name, not an address.');
  if (!isLiteral && !guard.allowPrivate && (!name.includes('.') || name.endsWith('.')))
    throw new FetchRefused('address', 'The host must be a full public name.');
  const addresses = isLiteral ? [name] : await resolveInTime(name, guard, signal);
  const [first, ...others] = addresses;
  if (first === undefined) throw new FetchRefused('unresolved', `The name ${name} is not known.`);
  const isAllowed = guard.test?.isAllowed ?? isPublicAddress;
  if (!guard.allowPrivate && !addresses.every(isAllowed))
    throw new FetchRefused('private', 'The address is not a public one.');
  return [first, ...others];
}

// A name server may be as slow as it likes; asking it cannot be broken off, waiting for it can.
async function resolveInTime(
  name: string,
  { resolve = resolveAll }: FetchGuard,
  signal: AbortSignal,
): Promise<string[]> {
  signal.throwIfAborted();
  const broken = Promise.withResolvers<never>();
  const stop = () => broken.reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  try {
    const asked = resolve(name).catch(() => {
      throw new FetchRefused('unresolved', `The name ${name} is not known.`);
    });
    return await Promise.race([asked, broken.promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
