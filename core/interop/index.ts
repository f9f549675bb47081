export { ImportRuns } from './collections/import-runs.ts';
export { importEndpoints } from './endpoints/import-endpoints.ts';
export * from './oneroster/index.ts';
export { type ImportRequest, type ImportResult, importPackage } from './services/import-package.ts';
export { confirmImport, importRunner, recordCommandRun, requestImport } from './services/import-runs.ts';
export type { EntityCounts, SyncCounts, SyncStep } from './services/sync-types.ts';
