export { CEDS_GRADES, type GradeLevel, gradeLevelOf, normaliseGrade } from './grade-levels.ts';
export { normalisePhone } from './normalise-phone.ts';
export { openPackage, type PackageSource } from './open-package.ts';
export type { PackageLimits } from './package-entries.ts';
export {
  formatProblem,
  PROBLEM_CATALOGUE,
  type ProblemCode,
  type ProblemLanguage,
  problemSentence,
} from './problems.ts';
export { type FullQuota, quotaProblem } from './quota-problem.ts';
export { type ReadPackageOptions, readPackage } from './read-package.ts';
export { type RosterReport, toRoster } from './roster.ts';
export type * from './roster-person-types.ts';
export type * from './roster-types.ts';
export { foldDigits, foldText } from './text-fold.ts';
export type * from './types.ts';
