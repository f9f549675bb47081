export type { SupportGrant } from './services/support/support-grants.ts';
