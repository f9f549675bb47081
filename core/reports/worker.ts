// The second door of this module: what runs in the background.
export { publicationRunner } from './services/publish-due.ts';
export { batchRunner } from './services/run-batch.ts';
