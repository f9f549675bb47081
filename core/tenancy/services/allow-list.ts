import { AppError, isInNetworks, parseNetworks } from '../../kernel/index.ts';

/**
 * Checks a list of allowed networks before it is saved: every entry can be read, and a list that is not empty contains
 * the address of whoever saves it for the own host. Without `ownAddress` (staff who set it for a school) only the form
 * is checked. Throws tenant.network_invalid or tenant.locked_out. Returns the list, normalised.
 */
export function checkAllowList(text: string, ownAddress?: string): string[] {
  const { networks, invalid } = parseNetworks(text);
  const [entry] = invalid;
  if (entry !== undefined) throw new AppError('tenant.network_invalid', { entry: entry.slice(0, 60) });
  if (ownAddress !== undefined && networks.length > 0 && !isInNetworks(ownAddress, networks))
    throw new AppError('tenant.locked_out', { address: ownAddress });
  return networks;
}
