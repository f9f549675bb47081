export { reportEndpoints } from './endpoints/index.ts';
export type { ReportChoices } from './services/report-choices.ts';
export { type VerifiedPaper, verifyPaper } from './services/verify-paper.ts';
