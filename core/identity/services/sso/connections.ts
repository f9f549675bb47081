import { unseal } from '../../../kernel/index.ts';
import { planAllows, type Queryable } from '../../../tenancy/index.ts';

/** One line of the role mapping: who has this value in the role claim gets this role. The first that fits counts. */
export type RoleRule = { value: string; role: string };

/** A school's identity provider as the product works with it. */
export type SsoConnection = {
  id: string;
  code: string;
  name: string;
  protocol: 'oidc' | 'saml';
  enabled: boolean;
  enforced: boolean;
  /** OIDC: the issuer. SAML: the entity id of the provider. */
  issuer: string;
  clientId: string;
  /** SAML: where the browser is sent. */
  entryPoint: string;
  /** SAML: one or more PEM certificates; more than one while the provider changes its key. */
  certificate: string;
  emailClaim: string;
  nameClaim: string;
  languageClaim: string;
  roleClaim: string;
  roleMapping: RoleRule[];
  defaultRoleId: string | null;
  createsUsers: boolean;
  /** E-mail domains for which the school says: what this provider asserts is true. */
  trustedDomains: string[];
  testedAt: Date | null;
  testedById: string | null;
};

/** A way in that the sign-in page offers. `enforced` means: the only way for everybody but the emergency accounts. */
export type SsoChoice = { code: string; name: string; address: string; enforced: boolean };

/** The purpose under which client secrets are sealed. */
export const SSO_SEAL = 'sso';

const COLUMNS = `id, code, name, protocol, enabled, enforced, issuer, client_id, entry_point, certificate, email_claim,
  name_claim, language_claim, role_claim, role_mapping, default_role_id, creates_users, trusted_domains, tested_at, tested_by_id`;

/** All connections of the scope's school, by name. */
export async function listConnections(database: Queryable): Promise<SsoConnection[]> {
  const { rows } = await database.query(`select ${COLUMNS} from sso_connections order by name, id limit 50`);
  return rows.map(toConnection);
}

/** The connection of a code at the scope's school. */
export async function findConnection(database: Queryable, code: string): Promise<SsoConnection | undefined> {
  const { rows } = await database.query(`select ${COLUMNS} from sso_connections where code = $1`, [code]);
  return rows[0] ? toConnection(rows[0]) : undefined;
}

/** The client secret of a connection, opened; undefined for a public client. */
export async function clientSecretOf(database: Queryable, connectionId: string): Promise<string | undefined> {
  const { rows } = await database.query('select sealed_secret from sso_secrets where connection_id = $1', [
    connectionId,
  ]);
  const sealed: unknown = rows[0]?.sealed_secret;
  return typeof sealed === 'string' ? unseal(process.env.DAFTAR_SECRET ?? '', SSO_SEAL, sealed) : undefined;
}

/** What the sign-in page of the scope's school offers beside the password. Empty when the plan has no single sign-on. */
export async function ssoChoicesOf(database: Queryable): Promise<SsoChoice[]> {
  const { rows } = await database.query(
    'select code, name, enforced from sso_connections where enabled order by name, id limit 20',
  );
  if (rows.length === 0 || !(await planAllows(database, 'sso'))) return [];
  return rows.map((row) => ({
    code: String(row.code),
    name: String(row.name),
    address: `/sso/${encodeURIComponent(String(row.code))}/start`,
    enforced: row.enforced === true,
  }));
}

function toConnection(row: Record<string, unknown>): SsoConnection {
  const text = (name: string) => String(row[name] ?? '');
  return {
    id: text('id'),
    code: text('code'),
    name: text('name'),
    protocol: row.protocol === 'saml' ? 'saml' : 'oidc',
    enabled: row.enabled === true,
    enforced: row.enforced === true,
    issuer: text('issuer'),
    clientId: text('client_id'),
    entryPoint: text('entry_point'),
    certificate: text('certificate'),
    emailClaim: text('email_claim') || 'email',
    nameClaim: text('name_claim') || 'name',
    languageClaim: text('language_claim') || 'locale',
    roleClaim: text('role_claim') || 'groups',
    roleMapping: Array.isArray(row.role_mapping) ? row.role_mapping.filter(isRule) : [],
    defaultRoleId: typeof row.default_role_id === 'string' ? row.default_role_id : null,
    createsUsers: row.creates_users === true,
    trustedDomains: splitDomains(text('trusted_domains')),
    testedAt: row.tested_at instanceof Date ? row.tested_at : null,
    testedById: typeof row.tested_by_id === 'string' ? row.tested_by_id : null,
  };
}

function isRule(rule: unknown): rule is RoleRule {
  const { value, role } = (rule ?? {}) as Partial<RoleRule>;
  return typeof value === 'string' && typeof role === 'string';
}

/** The domains of a text separated by commas or spaces, in small letters. */
export function splitDomains(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[\s,;]+/)
    .filter((domain) => domain !== '');
}
