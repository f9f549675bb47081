export { consoleEndpoints } from './endpoints/console-endpoints.ts';
export { settingsEndpoints } from './endpoints/settings-endpoints.ts';
export { billingStates } from './services/billing-states.ts';
export { type Actor, changeGroup, changePlan, changeState } from './services/change-school.ts';
export { dnsResolver, type TxtResolver } from './services/domain-proof.ts';
export {
  type Choices,
  listSchools,
  readChoices,
  readSchool,
  type SchoolDetail,
  type SchoolLine,
  type SchoolList,
} from './services/list-schools.ts';
export {
  type NewSchool,
  type ProvisionedSchool,
  provisionSchool,
  TRIAL_DAYS,
} from './services/provision-school.ts';
export { readPicture } from './services/read-picture.ts';
export { recheckDomains } from './services/recheck-domains.ts';
export type { SchoolDomain } from './services/school-domain.ts';
export { LOGO_LIMIT, type Looks } from './services/school-looks.ts';
export { readSettingsPage, type SchoolSettings, type SettingsPage } from './services/school-settings.ts';
export { openActions, type SchoolState, type StateAction } from './services/school-states.ts';
