// The second door of this module: what only background processes use.
export { markPublicationRunner } from './services/run-publication.ts';
