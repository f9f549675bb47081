export { Plans, SchoolGroups } from './collections/plans.ts';
export { Subscriptions } from './collections/subscriptions.ts';
export { Tenants } from './collections/tenants.ts';
export { translateDatabaseError } from './services/database-errors.ts';
export {
  type EndpointOptions,
  languageOfRequest,
  requirePermission,
  schoolEndpoint,
  tellingErrors,
} from './services/endpoint.ts';
export {
  dateField,
  flagField,
  isPlainDate,
  jsonField,
  numberField,
  relationField,
  selectField,
  textField,
} from './services/fields.ts';
export {
  findTenant,
  type HostKind,
  isSubdomain,
  parseHost,
  RESERVED_SUBDOMAINS,
  tenantInfo,
} from './services/host.ts';
export { bilingual, type Pair } from './services/labels.ts';
export { limitRows, MAX_ROWS } from './services/limit-rows.ts';
export { nameUniqueFields } from './services/name-unique-fields.ts';
export { narrowEndpoints } from './services/narrow-endpoints.ts';
export { narrowQueries } from './services/narrow-queries.ts';
export {
  can,
  type Grants,
  grantsOf,
  idOf,
  type RowScope,
  type Viewer,
  viewerOf,
} from './services/permissions.ts';
export { PLATFORM_COLLECTIONS, platformCollection } from './services/platform-collection.ts';
export type { RowRule } from './services/row-rule.ts';
export {
  asSystem,
  asTenant,
  currentScope,
  requireTenant,
  runInScope,
  type Scope,
  type TenantInfo,
} from './services/scope.ts';
export { isLostDatabase, ScopedPool } from './services/scoped-pool.ts';
export { TENANT_COLLECTIONS, tenantCollection } from './services/tenant-collection.ts';
export { inTransaction, poolOf, type Queryable } from './services/transaction.ts';
