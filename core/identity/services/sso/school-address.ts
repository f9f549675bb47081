import { type Queryable, requireTenant } from '../../../tenancy/index.ts';

/**
 * Scheme and host of the scope's school as configured: its proved custom domain, else its subdomain. Never the Host
 * header, which the caller writes: redirect addresses and SAML audiences are made of this.
 */
export async function schoolAddress(database: Queryable): Promise<string> {
  const tenant = requireTenant();
  const { rows } = await database.query(
    'select custom_domain from tenants where id = $1 and custom_domain_verified_at is not null',
    [tenant.id],
  );
  const address = new URL(process.env.DAFTAR_PUBLIC_URL ?? 'http://localhost');
  address.hostname = String(rows[0]?.custom_domain ?? `${tenant.subdomain}.${address.hostname}`);
  return address.origin;
}

/** The addresses of one connection that the school's provider must know. */
export async function connectionAddresses(
  database: Queryable,
  code: string,
): Promise<{ entityId: string; acs: string; callback: string; start: string }> {
  const base = `${await schoolAddress(database)}/sso/${encodeURIComponent(code)}`;
  return {
    entityId: `${base}/metadata`,
    acs: `${base}/acs`,
    callback: `${base}/callback`,
    start: `${base}/start`,
  };
}

/** A path of our own to go to after the sign-in; anything else becomes the panel. Refuses `//host`, `/\host` and schemes. */
export function ownPath(wanted: unknown): string {
  const fallback = '/admin';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: browsers drop tabs and line breaks, which would turn "/\t/evil" into "//evil".
  if (typeof wanted !== 'string' || wanted.length > 500 || /[\\\u0000-\u0020\u007f]/.test(wanted))
    return fallback;
  if (!/^\/admin(?:[/?#]|$)/.test(wanted)) return fallback;
  const parsed = new URL(wanted, 'http://own.invalid');
  if (parsed.host !== 'own.invalid' || !/^\/admin(?:\/|$)/.test(parsed.pathname)) return fallback;
  return `${parsed.pathname}${parsed.search}${parsed.hash}`;
}
