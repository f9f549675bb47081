export { setActiveStudents } from './active-students.ts';
export {
  inOrder,
  insertRow,
  isRelation,
  sampleOf,
  storedFields,
  tableOf,
} from './canaries.ts';
export { cloneDatabase, openAdminPool, runSql, type TestDatabase, withDatabase } from './databases.ts';
export {
  connectStripe,
  METER_EVENT_ROUTE,
  readMeterTotal,
  readOutbox,
  SMS_ROUTE,
  startEmulators,
  type TestEmulators,
} from './emulators.ts';
export { type HttpAnswer, type HttpClient, httpClient } from './http-client.ts';
export { type PublicFront, startPublicFront } from './public-front.ts';
export { addClasses, type Pupil, registerBody, type SmallClasses } from './small-class.ts';
export { addRealmUser, ROLES, type RoleCode, type TestSchool, type TestUser } from './test-school.ts';
export { BASE_DOMAIN, createTestSystem, type TestSystem } from './test-system.ts';
export { until } from './until.ts';
