export { yearEndEndpoints } from './endpoints/year-end-endpoints.ts';
export { YEAR_END_COMMITTED, YEAR_END_UNDONE } from './services/commit.ts';
export { turnYears, YEAR_TURNED } from './services/turn.ts';
