// The third door of this module: what pages in the browser may use, free of Node.
export { reaches } from './policies/row-scope.ts';
export type { SupportGrant } from './services/support/support-grants.ts';
