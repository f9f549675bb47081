export { ApiKeys } from './collections/api-keys.ts';
export { Permissions, RolePermissions, Roles } from './collections/roles.ts';
export { SsoConnections } from './collections/sso-connections.ts';
export { SupportGrants } from './collections/support-grants.ts';
export { Users } from './collections/users.ts';
export { ownAddress } from './services/accounts/account-address.ts';
export {
  makeToken,
  type OneTimeToken,
  spendToken,
  type TokenPurpose,
} from './services/accounts/one-time-tokens.ts';
export { setPassword } from './services/passwords/credentials.ts';
export { checkNewPassword, MIN_PASSWORD_LENGTH } from './services/passwords/password-rules.ts';
export { PERMISSION_CATALOGUE, ROLE_TEMPLATES, type RoleTemplate } from './services/permission-catalogue.ts';
export { syncPermissions } from './services/permission-sync.ts';
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
