export { ImportRuns } from './collections/import-runs.ts';
export { LearningResourceLinks, LearningResources } from './collections/learning-resources.ts';
export { exportEndpoints } from './endpoints/export-endpoints.ts';
export { importEndpoints } from './endpoints/import-endpoints.ts';
export { listEndpoints } from './endpoints/list-endpoints.ts';
export { sheetEndpoints } from './endpoints/sheet-endpoints.ts';
export { EXPORTED_LISTS } from './lists/export-list.ts';
export { offerExport } from './lists/offer-export.ts';
export * from './oneroster/index.ts';
export {
  type ExportRequest,
  exportOneRoster,
  type OneRosterExport,
} from './oneroster-export/export-oneroster.ts';
export { answerOneRoster, type RestAnswer, type RestRequest } from './rest/answer.ts';
export { discoveryDocument } from './rest/discovery.ts';
export { isOneRosterAddress, statusInfo } from './rest/status-info.ts';
export { type ImportRequest, type ImportResult, importPackage } from './services/import-package.ts';
export { confirmImport, importRunner, recordCommandRun, requestImport } from './services/import-runs.ts';
export type { EntityCounts, SyncCounts, SyncStep } from './services/sync-types.ts';
