export type { SearchKind } from './services/kinds.ts';
export type { SearchHit } from './services/search.ts';
