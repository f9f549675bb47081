export { Permissions, RolePermissions, Roles } from './collections/roles.ts';
export { Users } from './collections/users.ts';
export { roleEndpoints } from './endpoints/role-endpoints.ts';
export { requireRightsOver } from './policies/rights.ts';
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
export { type RoleNews, syncRoles } from './services/sync-roles.ts';
export { MIN_PASSWORD_LENGTH } from './services/user-hooks.ts';
