export { Plugins, PluginVersions } from './collections/catalogue.ts';
export { PluginCalls, PluginInstalls } from './collections/installs.ts';
export { addOnEndpoints } from './endpoints/add-on-endpoints.ts';
export { dataAccessEndpoints } from './endpoints/data-access-endpoints.ts';
export { lifeEndpoints } from './endpoints/life-endpoints.ts';
export { partnerEndpoints } from './endpoints/partner-endpoints.ts';
export { publishEndpoints } from './endpoints/publish-endpoints.ts';
export { releaseEndpoints } from './endpoints/release-endpoints.ts';
export { shareEndpoints } from './endpoints/share-endpoints.ts';
export { surfaceEndpoints } from './endpoints/surface-endpoints.ts';
export type { CallFigures } from './services/call-figures.ts';
export { type MeterCap, setCaps } from './services/caps.ts';
export { consentFingerprint, consentOf } from './services/consent.ts';
export {
  countDataAccess,
  type DataRead,
  type DataReadDay,
  type DataReader,
  type DataReadPage,
  dataReaders,
  type ReceiptView,
  readDataAccess,
} from './services/data-access/read-data-access.ts';
export {
  type CatalogueEntry,
  configureAddOn,
  enableAddOn,
  findInCatalogue,
  installAddOn,
  switchAddOn,
} from './services/installs.ts';
export type { UpgradePlan } from './services/life/upgrade-install.ts';
export { type AddOn, listAddOns } from './services/list-add-ons.ts';
export {
  type PartnerFailure,
  type PartnerFigures,
  type PartnerPlugin,
  partnerFigures,
} from './services/partner-figures.ts';
export { linkPublisher, publisherOf, requireOwnPlugin, requirePublisher } from './services/publishers.ts';
export {
  listReleases,
  type ReleasePlugin,
  type Releases,
  type ReleaseVersion,
  type RolloutEntry,
} from './services/releases/list-releases.ts';
export { sandboxStatus } from './services/sandbox-status.ts';
export { type Agreement, listShares, type PublisherShares } from './services/shares/agreements.ts';
export { readStatement, type Statement, type StatementRow } from './services/shares/statement.ts';
export { type AddOnSurfaces, listSurfaces, type SurfaceAction } from './services/surfaces.ts';
