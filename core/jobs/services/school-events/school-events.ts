import type {
  CollectionAfterChangeHook,
  CollectionAfterDeleteHook,
  CollectionConfig,
  Config,
  PayloadRequest,
  Plugin,
} from 'payload';
import { currentScope, transactionOf } from '../../../tenancy/index.ts';
import { publishEvents } from '../outbox.ts';
import { EVENT_RULES, type RecordChange } from './rules.ts';

type Document = Record<string, unknown>;

/**
 * Publishes the events of the catalogue for what happens to records through Payload, in the panel and over REST, in the
 * transaction of each change. Parts of the product that write by SQL of their own publish theirs where they write.
 */
export const schoolEvents =
  (): Plugin =>
  (config: Config): Config => ({ ...config, collections: (config.collections ?? []).map(telling) });

function telling(collection: CollectionConfig): CollectionConfig {
  if (!Object.hasOwn(EVENT_RULES, collection.slug)) return collection;
  const { hooks = {} } = collection;
  return {
    ...collection,
    hooks: {
      ...hooks,
      afterChange: [...(hooks.afterChange ?? []), tellChange],
      afterDelete: [...(hooks.afterDelete ?? []), tellDelete],
    },
  };
}

const tellChange: CollectionAfterChangeHook = async ({ collection, doc, operation, previousDoc, req }) => {
  const before = operation === 'update' ? { before: previousDoc as Document } : {};
  await tell(req, collection.slug, {
    ...before,
    after: doc as Document,
    fields: ownFields(collection.flattenedFields),
  });
  return doc;
};

const tellDelete: CollectionAfterDeleteHook = async ({ collection, doc, req }) => {
  await tell(req, collection.slug, {
    before: doc as Document,
    fields: ownFields(collection.flattenedFields),
  });
  return doc;
};

async function tell(req: PayloadRequest, slug: string, change: RecordChange): Promise<void> {
  if (currentScope()?.kind !== 'tenant') return;
  const events = EVENT_RULES[slug]?.(change) ?? [];
  if (events.length === 0) return;
  const database = await transactionOf(req);
  try {
    await publishEvents(database, events);
  } catch (error) {
    // Payload's bulk operations go on after one record failed, in one transaction: without the event the change must fall.
    await database.query('select 1 / 0').catch(() => undefined);
    throw error;
  }
}

// What Payload and the product keep for themselves is no change that anybody made.
const INNER = new Set([
  'id',
  'tenant',
  'createdAt',
  'updatedAt',
  'displayName',
  'displayNameAr',
  'sourcedId',
]);

function ownFields(fields: readonly { name?: string }[]): string[] {
  return fields.flatMap(({ name }) => (name === undefined || INNER.has(name) ? [] : [name]));
}
