import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** The address in its one written form, an IPv4 address inside IPv6 (`::ffff:10.0.0.1`) as IPv4; undefined for anything else. */
export function normaliseAddress(text: string | undefined): string | undefined {
  return parse(text)?.toString();
}

/**
 * What counts as one client for limits: an IPv4 address, or the /64 of an IPv6 address, because whoever holds one
 * address of a /64 holds them all. A text that is no address is one client of its own.
 */
export function addressKey(text: string): string {
  const address = parse(text);
  if (address === undefined) return 'unknown';
  if (address.kind() === 'ipv4') return address.toString();
  return `${new ipaddr.IPv6([...(address as ipaddr.IPv6).parts.slice(0, 4), 0, 0, 0, 0]).toString()}/64`;
}

export type ParsedNetworks = { networks: string[]; invalid: string[] };

/** Reads a list of addresses and networks in CIDR form, apart by spaces, commas or lines. `networks` are normalised. */
export function parseNetworks(text: string): ParsedNetworks {
  const parsed: ParsedNetworks = { networks: [], invalid: [] };
  for (const entry of text.split(/[\s,]+/)) {
    if (entry === '') continue;
    const network = parseNetwork(entry);
    if (network === undefined) parsed.invalid.push(entry);
    else parsed.networks.push(`${network[0].toString()}/${network[1]}`);
  }
  return parsed;
}

/**
 * True when the address lies in one of the networks. An address or a network that cannot be read matches nothing, so a
 * broken list shuts everybody out and never lets everybody in.
 */
export function isInNetworks(address: string | undefined, networks: readonly string[]): boolean {
  const client = parse(address);
  if (client === undefined) return false;
  return networks.some((entry) => {
    const network = parseNetwork(entry);
    return network !== undefined && network[0].kind() === client.kind() && client.match(network);
  });
}

// Four plain decimal numbers or an IPv6 address: octal, hexadecimal and shortened forms of IPv4 are read differently
// by different programs, and a zone (fe80::1%eth0) is a name of the sender.
function parse(text: string | undefined): Address | undefined {
  const value = text?.trim();
  if (!value || value.length > 45 || value.includes('%')) return undefined;
  if (!value.includes(':'))
    return ipaddr.IPv4.isValidFourPartDecimal(value) ? ipaddr.IPv4.parse(value) : undefined;
  if (!ipaddr.IPv6.isValid(value)) return undefined;
  const address = ipaddr.IPv6.parse(value);
  return address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
}

function parseNetwork(entry: string): [Address, number] | undefined {
  const [host = '', prefix, ...rest] = entry.split('/');
  const address = parse(host);
  if (address === undefined || rest.length > 0) return undefined;
  const bits = address.kind() === 'ipv4' ? 32 : 128;
  if (prefix === undefined) return [address, bits];
  if (!/^\d{1,3}$/.test(prefix)) return undefined;
  // ::ffff:10.0.0.0/104 is the IPv4 network 10.0.0.0/8; a shorter prefix would reach over all of IPv4.
  const length = bits === 32 && host.includes(':') ? Number(prefix) - 96 : Number(prefix);
  return length >= 0 && length <= bits ? [address, length] : undefined;
}
