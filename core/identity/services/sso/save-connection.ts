import type { PayloadRequest } from 'payload';
import { AppError, seal } from '../../../kernel/index.ts';
import { recordAudit } from '../../../observability/index.ts';
import { grantsOf, inTransaction, poolOf, type Queryable } from '../../../tenancy/index.ts';
import { splitCertificates } from './certificates.ts';
import { findConnection, type RoleRule, SSO_SEAL, type SsoConnection, splitDomains } from './connections.ts';
import { mayCallPrivate } from './provider-fetch.ts';

/** What the page sends. An empty `clientSecret` keeps the stored one. */
export type ConnectionInput = {
  code: string;
  name: string;
  protocol: 'oidc' | 'saml';
  issuer: string;
  clientId: string;
  clientSecret: string;
  entryPoint: string;
  certificate: string;
  emailClaim: string;
  nameClaim: string;
  languageClaim: string;
  roleClaim: string;
  roleMapping: RoleRule[];
  defaultRole: string;
  createsUsers: boolean;
  trustedDomains: string;
};

type Actor = { req: PayloadRequest; userId: string };

/**
 * Makes a connection or changes it. Whoever saves must hold every permission of every role it can hand out. When the way
 * to the provider changes, the test no longer counts and passwords are allowed again; another issuer also parts the
 * accounts from their subjects, because subjects are unique at one issuer only. Throws sso.setup_invalid, sso.role_beyond.
 */
export async function saveConnection({ req, userId }: Actor, input: ConnectionInput): Promise<void> {
  const certificate = checkSetup(input);
  const grants = await grantsOf(req);
  await inTransaction(poolOf(req.payload), async (client) => {
    await client.query("select pg_advisory_xact_lock(hashtext('daftar.sso'))");
    const before = await findConnection(client, input.code);
    if (before && before.protocol !== input.protocol)
      throw invalid('another protocol needs another connection', 'تغيير البروتوكول يتطلب اتصالًا جديدًا');
    const defaultRoleId = await checkRoles(client, input, grants);
    const rerouted =
      before !== undefined &&
      (before.issuer !== input.issuer ||
        before.clientId !== input.clientId ||
        before.entryPoint !== input.entryPoint ||
        before.certificate !== certificate ||
        input.clientSecret !== '');
    const id = await writeConnection(client, { input, certificate, defaultRoleId, rerouted });
    if (before && before.issuer !== input.issuer)
      await client.query('delete from sso_identities where connection_id = $1', [id]);
    if (input.clientSecret !== '')
      await client.query(
        `insert into sso_secrets (connection_id, sealed_secret) values ($1, $2)
         on conflict (connection_id) do update set sealed_secret = excluded.sealed_secret, changed_at = now()`,
        [id, seal(process.env.DAFTAR_SECRET ?? '', SSO_SEAL, input.clientSecret)],
      );
    await recordAudit(client, {
      category: 'admin',
      action: before ? 'sso.changed' : 'sso.made',
      actor: { kind: 'user', id: userId },
      subject: { collection: 'sso-connections', id, label: input.name },
      ...(before ? { before: facts(before) } : {}),
      after: facts(await findConnection(client, input.code)),
      details: { secretChanged: input.clientSecret !== '', rerouted },
    });
  });
}

async function writeConnection(
  client: Queryable,
  entry: { input: ConnectionInput; certificate: string; defaultRoleId: string | null; rerouted: boolean },
): Promise<string> {
  const { input } = entry;
  const { rows } = await client.query(
    `insert into sso_connections (tenant_id, code, name, protocol, issuer, client_id, entry_point, certificate, email_claim,
       name_claim, language_claim, role_claim, role_mapping, default_role_id, creates_users, trusted_domains)
     values (daftar.current_school(), $1, $2, $3::enum_sso_connections_protocol, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
     on conflict (tenant_id, code) do update set name = excluded.name, issuer = excluded.issuer, client_id = excluded.client_id,
       entry_point = excluded.entry_point, certificate = excluded.certificate, email_claim = excluded.email_claim,
       name_claim = excluded.name_claim, language_claim = excluded.language_claim, role_claim = excluded.role_claim,
       role_mapping = excluded.role_mapping, default_role_id = excluded.default_role_id, creates_users = excluded.creates_users,
       trusted_domains = excluded.trusted_domains, updated_at = now(),
       tested_at = case when $16 then null else sso_connections.tested_at end,
       tested_by_id = case when $16 then null else sso_connections.tested_by_id end,
       enforced = sso_connections.enforced and not $16
     returning id`,
    [
      input.code,
      input.name,
      input.protocol,
      input.issuer,
      input.clientId,
      input.entryPoint,
      entry.certificate,
      input.emailClaim,
      input.nameClaim,
      input.languageClaim,
      input.roleClaim,
      JSON.stringify(input.roleMapping),
      entry.defaultRoleId,
      input.createsUsers,
      splitDomains(input.trustedDomains).join(', '),
      entry.rerouted,
    ],
  );
  return String(rows[0]?.id);
}

// Returns the certificates in their one form.
function checkSetup(input: ConnectionInput): string {
  if (splitDomains(input.trustedDomains).some((domain) => !/^(?:[a-z0-9-]+\.)+[a-z]{2,63}$/.test(domain)))
    throw invalid('one of the e-mail domains is none', 'أحد نطاقات البريد غير صحيح');
  if (input.protocol === 'oidc') {
    if (!isProviderAddress(input.issuer) || /[?#]/.test(input.issuer))
      throw invalid('the issuer must be an https address', 'يجب أن تكون الجهة المُصدرة عنوان https');
    if (input.clientId === '') throw invalid('the client id is missing', 'معرّف العميل ناقص');
    return '';
  }
  if (input.issuer === '') throw invalid('the entity id is missing', 'معرّف الكيان ناقص');
  if (!isProviderAddress(input.entryPoint))
    throw invalid('the sign-in address must be an https address', 'يجب أن يكون عنوان الدخول عنوان https');
  try {
    const certificates = splitCertificates(input.certificate);
    if (certificates.length > 0) return certificates.join('\n');
  } catch {
    // Said below.
  }
  throw invalid('the certificate cannot be read', 'تعذّرت قراءة الشهادة');
}

function isProviderAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, username, password } = new URL(address);
  return (
    (protocol === 'https:' || (protocol === 'http:' && mayCallPrivate())) &&
    username === '' &&
    password === ''
  );
}

// Nobody hands out what they lack: a mapping to a stronger role would be a way to become it.
async function checkRoles(
  client: Queryable,
  input: ConnectionInput,
  grants: { codes: ReadonlySet<string>; rowScope: string },
): Promise<string | null> {
  const codes = new Set(input.roleMapping.map(({ role }) => role));
  if (input.defaultRole !== '') codes.add(input.defaultRole);
  const { rows } = await client.query(
    `select r.id, r.code, r.row_scope, coalesce(array_agg(p.code) filter (where p.code is not null), '{}') as permissions
       from roles r left join role_permissions p on p.role_id = r.id where r.code = any($1::text[]) group by r.id`,
    [[...codes]],
  );
  if (rows.length !== codes.size) throw invalid('one of the roles does not exist', 'أحد الأدوار غير موجود');
  for (const role of rows) {
    const beyond =
      (role.permissions as string[]).some((code) => !grants.codes.has(code)) ||
      (role.row_scope === 'school' && grants.rowScope !== 'school');
    if (beyond) throw new AppError('sso.role_beyond', { role: String(role.code) });
  }
  const fallback = rows.find(({ code }) => code === input.defaultRole);
  return fallback ? String(fallback.id) : null;
}

function facts(connection: SsoConnection | undefined): Record<string, unknown> {
  if (!connection) return {};
  const { id: _id, certificate, testedAt: _testedAt, testedById: _testedById, ...plain } = connection;
  return { ...plain, certificates: certificate === '' ? 0 : splitCertificates(certificate).length };
}

function invalid(reason: string, reasonAr: string): AppError {
  return new AppError('sso.setup_invalid', { reason, reasonAr });
}
