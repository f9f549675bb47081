export { type ArchiveOptions, type ArchiveOutcome, archiveOldRows } from './services/archive.ts';
export { rebuildRollups, rollupKeeper } from './services/rollups.ts';
