import { currentScope, type TenantInfo } from './scope.ts';

/**
 * Where a school lives, as people see it, without a slash at the end: its proved domain or its subdomain, with scheme
 * and port of DAFTAR_PUBLIC_URL. Made of settings and the school's row alone, never of a request: whoever sends a Host
 * header chooses what stands in it.
 */
export function schoolAddress(tenant: TenantInfo): string {
  const address = publicAddress();
  address.hostname = tenant.profile?.customDomain ?? `${tenant.subdomain}.${address.hostname}`;
  return address.origin;
}

/** The address of the place of the current scope: the school's, the console's or the partners'. */
export function ownAddress(): string {
  const scope = currentScope();
  if (scope?.kind === 'tenant') return schoolAddress(scope.tenant);
  const address = publicAddress();
  if (scope) address.hostname = `${scope.realm === 'partner' ? 'partners' : 'console'}.${address.hostname}`;
  return address.origin;
}

function publicAddress(): URL {
  return new URL(process.env.DAFTAR_PUBLIC_URL ?? 'http://localhost');
}
