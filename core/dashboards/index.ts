export { dashboardEndpoints } from './endpoints/dashboard-endpoints.ts';
export {
  countActiveStudents,
  type Fees,
  type OpenRegister,
  type Overview,
  readFamilyDashboard,
  readSchoolDashboard,
  type SubjectResult,
  type Upcoming,
} from './services/dashboards.ts';
export { dashboardRefresher } from './services/move-version.ts';
