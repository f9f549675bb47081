export type { Blocker, BlockerItem } from './services/blockers.ts';
export { nextYearTitle, type Outcome, type Reason, yearLater } from './services/promotion-rules.ts';
export type { YearEndRun, YearRef } from './services/runs.ts';
