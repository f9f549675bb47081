export { reportEndpoints } from './endpoints/index.ts';
export { type VerifiedPaper, verifyPaper } from './services/verify-paper.ts';
