import type { Queryable } from '../../tenancy/index.ts';
import type { Roster } from '../oneroster/index.ts';
import type { Counts } from '../sql/upsert.ts';
import type { ImportTeller } from './sync-events.ts';

/** What an import did, or would do, to one kind of record. */
export type EntityCounts = Counts & { removed: number };
export type SyncCounts = Record<string, EntityCounts>;

/** One import in work: its transaction, the roster, and what was counted so far. */
export type Sync = {
  client: Queryable;
  roster: Roster;
  counts: SyncCounts;
  /** Language of guardians the source says nothing about. */
  defaultLanguage: 'en' | 'ar';
  progress: (step: SyncStep, percent: number) => Promise<void>;
  events: ImportTeller;
};

export type SyncStep = 'reading' | 'structure' | 'people' | 'classes' | 'results' | 'removal' | 'done';

/** Adds counts to an entity. */
export function count(sync: Sync, entity: string, counts: Partial<EntityCounts>): void {
  const known = sync.counts[entity] ?? { created: 0, updated: 0, unchanged: 0, removed: 0 };
  sync.counts[entity] = {
    created: known.created + (counts.created ?? 0),
    updated: known.updated + (counts.updated ?? 0),
    unchanged: known.unchanged + (counts.unchanged ?? 0),
    removed: known.removed + (counts.removed ?? 0),
  };
}
