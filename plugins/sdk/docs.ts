/** What is generated from the contract: reference pages, the schema for editors, and the record of its fingerprint. */

export { capabilitiesPage } from './contract-docs/capabilities-page.ts';
export { eventsPage } from './contract-docs/events-page.ts';
export { currentFingerprints, FINGERPRINTS_FILE, readFingerprints } from './contract-docs/fingerprints.ts';
export { manifestJsonSchema } from './contract-docs/json-schema.ts';
export { manifestPage } from './contract-docs/manifest-page.ts';
