import type { TenantInfo } from './scope.ts';
import { TENANT_COLUMNS, tenantProfile } from './tenant-profile.ts';

/** What a host name stands for. */
export type HostKind =
  | { kind: 'tenant'; subdomain: string }
  | { kind: 'custom'; domain: string }
  | { kind: 'console' }
  | { kind: 'partners' };

/** Names that can never be a school. */
export const RESERVED_SUBDOMAINS = new Set([
  'console',
  'partners',
  'www',
  'api',
  'admin',
  'mail',
  'static',
  'assets',
  'status',
  'app',
  'login',
]);

const SUBDOMAIN = /^[a-z](?:[a-z0-9-]{1,38})[a-z0-9]$/;

/** True for a name a school may have. */
export function isSubdomain(value: string): boolean {
  return SUBDOMAIN.test(value) && !RESERVED_SUBDOMAINS.has(value);
}

/**
 * Reads a Host header. Returns undefined for what can be nobody's host: the bare domain, an address, a
 * malformed or repeated header.
 */
export function parseHost(header: string | undefined, baseDomain: string): HostKind | undefined {
  if (header === undefined || header.length > 253) return undefined;
  const match = /^([a-z0-9.-]+)(?::(\d{1,5}))?$/i.exec(header);
  if (match?.[2] !== undefined && Number(match[2]) > 65_535) return undefined;
  const name = match?.[1]?.toLowerCase().replace(/\.$/, '');
  if (!name || name === baseDomain) return undefined;
  if (name.endsWith(`.${baseDomain}`)) {
    const label = name.slice(0, -(baseDomain.length + 1));
    if (label === 'console') return { kind: 'console' };
    if (label === 'partners') return { kind: 'partners' };
    return isSubdomain(label) ? { kind: 'tenant', subdomain: label } : undefined;
  }
  return name.includes('.') && !/^[\d.]+$/.test(name) ? { kind: 'custom', domain: name } : undefined;
}

type Queryable = { query: (text: string, values: unknown[]) => Promise<{ rows: Record<string, unknown>[] }> };

/** Finds the school, unless it is archived, of a subdomain or custom domain; runs under the platform's scope. */
export async function findTenant(database: Queryable, host: HostKind): Promise<TenantInfo | undefined> {
  if (host.kind !== 'tenant' && host.kind !== 'custom') return undefined;
  const column = host.kind === 'tenant' ? 'subdomain' : 'custom_domain';
  const { rows } = await database.query(
    `select t.id, ${TENANT_COLUMNS}
       from tenants t
      where t.${column} = $1 and t.status <> 'archived'
        ${host.kind === 'custom' ? 'and t.custom_domain_verified_at is not null' : ''}`,
    [host.kind === 'tenant' ? host.subdomain : host.domain],
  );
  const tenant = rows[0] ? tenantInfo(rows[0]) : undefined;
  // A plan without the feature leaves the subdomain only.
  return host.kind === 'custom' && tenant?.profile?.customDomain !== host.domain ? undefined : tenant;
}

/** A row of `tenants` as TenantInfo. */
export function tenantInfo(row: Record<string, unknown>): TenantInfo {
  return {
    id: String(row.id),
    subdomain: String(row.subdomain),
    name: String(row.name),
    nameAr: row.name_ar === null || row.name_ar === undefined ? null : String(row.name_ar),
    locale: row.locale === 'ar' ? 'ar' : 'en',
    timeZone: String(row.time_zone),
    // Work left over from an archived school must write as little as that of a suspended one.
    status:
      row.status === 'suspended' || row.status === 'archived'
        ? 'suspended'
        : row.status === 'trial'
          ? 'trial'
          : 'active',
    requireSecondFactor:
      row.require_second_factor === 'staff' || row.require_second_factor === 'everybody'
        ? row.require_second_factor
        : 'optional',
    adminIpAllowList: String(row.admin_ip_allow_list ?? '')
      .split(/[\s,]+/)
      .filter((entry) => entry !== ''),
    profile: tenantProfile(row),
  };
}
