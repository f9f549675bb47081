export { ApiKeys } from './collections/api-keys.ts';
export { Permissions, RolePermissions, Roles } from './collections/roles.ts';
export { SsoConnections } from './collections/sso-connections.ts';
export { SupportGrants } from './collections/support-grants.ts';
export { Users } from './collections/users.ts';
export { PERMISSION_CATALOGUE, ROLE_TEMPLATES, type RoleTemplate } from './services/permission-catalogue.ts';
export { syncPermissions } from './services/permission-sync.ts';
export { MIN_PASSWORD_LENGTH } from './services/user-hooks.ts';
