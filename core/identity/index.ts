export { ApiKeys } from './collections/api-keys.ts';
export { Permissions, RolePermissions, Roles } from './collections/roles.ts';
export { SsoConnections } from './collections/sso-connections.ts';
export { SupportGrants } from './collections/support-grants.ts';
export { Users } from './collections/users.ts';
export { apiKeyEndpoints } from './endpoints/api-key-endpoints.ts';
export { roleEndpoints } from './endpoints/role-endpoints.ts';
export { ssoEndpoints } from './endpoints/sso-endpoints.ts';
export { supportEndpoints } from './endpoints/support-endpoints.ts';
export { requireRightsOver } from './policies/rights.ts';
export { mailPasswordLink } from './services/accounts/account-mails.ts';
export {
  makeToken,
  type OneTimeToken,
  spendToken,
  type TokenPurpose,
} from './services/accounts/one-time-tokens.ts';
export { endToken, issueToken, TOKEN_SECONDS } from './services/api/access-tokens.ts';
export { admitProgramBriefly } from './services/api/admission-cache.ts';
export { admitClient, admitProgram, type Program } from './services/api/admit-program.ts';
export { apiDocument } from './services/api/api-doc.ts';
export { claimsToBeOurs, isClientId } from './services/api/key-format.ts';
export { type KeySummary, listKeys } from './services/api/list-keys.ts';
export { isForPrograms } from './services/api/program-reach.ts';
export { programViewer } from './services/api/program-strategy.ts';
export { grantableBy, ONEROSTER_SCOPES } from './services/api/scopes.ts';
export { setPassword } from './services/passwords/credentials.ts';
export { checkNewPassword, MIN_PASSWORD_LENGTH } from './services/passwords/password-rules.ts';
export {
  ANNOUNCED_RESOURCES,
  PERMISSION_CATALOGUE,
  PERMISSION_GROUPS,
  type PermissionGroup,
} from './services/permission-catalogue.ts';
export { syncPermissions } from './services/permission-sync.ts';
export {
  ADMIN_TEMPLATE,
  permissionsOfTemplate,
  ROLE_TEMPLATE_VERSION,
  ROLE_TEMPLATES,
  type RoleTemplate,
} from './services/role-templates.ts';
export {
  type Matrix,
  type MatrixGroup,
  type MatrixRole,
  type RoleChange,
  readMatrix,
} from './services/roles-matrix.ts';
export { acceptTotp, beginTotp, hasTotp } from './services/second-factor/totp.ts';
export { cookieName, hostCookie, readCookie, sessionCookie } from './services/sessions/session-cookie.ts';
export {
  endSessions,
  findSession,
  type NewSession,
  type Session,
  startSession,
} from './services/sessions/session-store.ts';
export { type SignedIn, sessionOf, sessionStrategy } from './services/sessions/session-strategy.ts';
export { logSignIn } from './services/sign-in/sign-in-log.ts';
export type { TestResult } from './services/sso/conclude.ts';
export { type SsoChoice, ssoChoicesOf } from './services/sso/connections.ts';
export { type ConnectionView, type SsoOverview, ssoOverview } from './services/sso/overview.ts';
export { readSupportPolicy } from './services/support/decide-support.ts';
export { enterSupport, supportViewer } from './services/support/enter-support.ts';
export { listGrants, type SupportGrant } from './services/support/support-grants.ts';
export { type RoleNews, syncRoles } from './services/sync-roles.ts';
