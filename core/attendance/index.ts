export { Attendance, AttendanceCodes, AttendanceRegisters } from './collections/attendance.ts';
export { AttendanceThresholdRules, AttendanceThresholdSteps } from './collections/thresholds.ts';
export { excuseEndpoints } from './endpoints/excuse-endpoints.ts';
export { officeEndpoints } from './endpoints/office-endpoints.ts';
export { registerEndpoints } from './endpoints/register-endpoints.ts';
export { type AttendanceRule, readRule } from './services/attendance-rule.ts';
export { type ClassList, listClasses } from './services/class-list.ts';
export type { HistoryEntry } from './services/corrections.ts';
export { CHRONIC, type Counts, type Figures, type PupilFigure, readFigures } from './services/figures.ts';
export { type Excuse, type ExcuseStatus, listExcuses } from './services/list-excuses.ts';
export type { Page } from './services/list-rows.ts';
export {
  type MissingRegister,
  type MissingRegisters,
  missingRegisters,
} from './services/missing-registers.ts';
export { openRegister, type Register } from './services/register.ts';
export type { ClassRef, RegisterAccess } from './services/register-access.ts';
export { ABSENCE_RECORDED } from './services/register-events.ts';
export type { RegisterMark } from './services/register-for-save.ts';
export { saveRegisterMarks } from './services/save-register.ts';
export type { ExcuseChannel } from './services/submit-excuse.ts';
export { listWarnings, type Warning } from './services/warnings.ts';
export { FILL_HOMEROOM_DAYS } from './sql/days.ts';
