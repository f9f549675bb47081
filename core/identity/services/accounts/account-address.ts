import { currentScope } from '../../../tenancy/index.ts';

/**
 * The address of the current school, console or partner host as our settings say, for links in mails. Never made of the
 * Host header, whose port and spelling a caller chooses.
 */
export function ownAddress(): string {
  const scope = currentScope();
  const address = new URL(process.env.DAFTAR_PUBLIC_URL ?? 'http://localhost');
  if (scope?.kind === 'tenant') address.hostname = `${scope.tenant.subdomain}.${address.hostname}`;
  else if (scope)
    address.hostname = `${scope.realm === 'partner' ? 'partners' : 'console'}.${address.hostname}`;
  return address.origin;
}
