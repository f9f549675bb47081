export { Plans, SchoolGroups } from './collections/plans.ts';
export { Subscriptions } from './collections/subscriptions.ts';
export { Tenants } from './collections/tenants.ts';
export { whileAlone } from './services/advisory-lock.ts';
export { checkAllowList } from './services/allow-list.ts';
export {
  type Branding,
  brandingOf,
  contrast,
  isColour,
  PRODUCT_COLOUR,
  readableOn,
} from './services/branding.ts';
export { clashError } from './services/clash-error.ts';
export { isReadOnlyError, translateDatabaseError } from './services/database-errors.ts';
export {
  type EndpointOptions,
  languageOfRequest,
  type PlatformEndpointOptions,
  platformEndpoint,
  readInput,
  requirePermission,
  requireStaff,
  type Staff,
  schoolEndpoint,
  tellingErrors,
} from './services/endpoint.ts';
export {
  dateField,
  dateTimeField,
  flagField,
  hundredthsField,
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
export { keepClock } from './services/keep-clock.ts';
export { KEPT_FROM, keepLargeCounts } from './services/kept-counts.ts';
export { bilingual, type Pair } from './services/labels.ts';
export { limitRows, MAX_ROWS } from './services/limit-rows.ts';
export { isLostDatabase } from './services/lost-database.ts';
export { nameUniqueFields } from './services/name-unique-fields.ts';
export { narrowEndpoints } from './services/narrow-endpoints.ts';
export { narrowQueries } from './services/narrow-queries.ts';
export { transactionOf } from './services/payload-transaction.ts';
export {
  can,
  type Grants,
  grantsOf,
  idOf,
  knowGrants,
  type RowScope,
  type Viewer,
  viewerOf,
} from './services/permissions.ts';
export {
  type FeatureLock,
  lockOf,
  type Offer,
  offersOf,
  PLAN_FEATURES,
  type PlanFeature,
  planAllows,
  requireFeature,
} from './services/plan-features.ts';
export { PLATFORM_COLLECTIONS, platformCollection } from './services/platform-collection.ts';
export { prepared } from './services/prepared.ts';
export { QUOTA_REACHED, quotaError } from './services/quota-error.ts';
export { openReplicas, type ReplicaOptions, readQuery, replicaSeconds } from './services/replicas.ts';
export type { RowRule } from './services/row-rule.ts';
export { ownAddress, schoolAddress } from './services/school-address.ts';
export {
  asSystem,
  asTenant,
  type ClientFacts,
  currentScope,
  type ProgramFacts,
  requireTenant,
  runInScope,
  type Scope,
  type TenantInfo,
  type TenantProfile,
} from './services/scope.ts';
export {
  connectSession,
  REQUEST_STATEMENT_SECONDS,
  ScopedPool,
  type ScopedPoolConfig,
} from './services/scoped-pool.ts';
export { TENANT_COLLECTIONS, tenantCollection } from './services/tenant-collection.ts';
export {
  calendarOf,
  DEFAULT_WEEKEND,
  type Feature,
  hasFeature,
  type SchoolCalendar,
  TENANT_COLUMNS,
} from './services/tenant-profile.ts';
export { dateTimeZones } from './services/time-zones.ts';
export { inTransaction, poolOf, type Queryable } from './services/transaction.ts';
