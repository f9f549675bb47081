export { Plugins, PluginVersions } from './collections/catalogue.ts';
export { PluginCalls, PluginInstalls } from './collections/installs.ts';
export { addOnEndpoints } from './endpoints/add-on-endpoints.ts';
export { lifeEndpoints } from './endpoints/life-endpoints.ts';
export { releaseEndpoints } from './endpoints/release-endpoints.ts';
export { consentFingerprint, consentOf } from './services/consent.ts';
export {
  type CatalogueEntry,
  configureAddOn,
  enableAddOn,
  findInCatalogue,
  installAddOn,
  switchAddOn,
} from './services/installs.ts';
export { type AddOn, listAddOns } from './services/list-add-ons.ts';
export { type PartnerEntry, partnerDashboard } from './services/partner-dashboard.ts';
export {
  listReleases,
  type ReleasePlugin,
  type Releases,
  type ReleaseVersion,
  type RolloutEntry,
} from './services/releases/list-releases.ts';
