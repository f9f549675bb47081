export { searchEndpoints } from './endpoints/search-endpoints.ts';
export type { SearchKind } from './services/kinds.ts';
export { rebuildSearch, type SearchHit, search } from './services/search.ts';
