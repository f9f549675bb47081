import type { CollectionConfig, Config, Plugin } from 'payload';
import { auditChange, auditDelete } from './audit-changes.ts';

/**
 * Puts every collection of the configuration under the audit trail, those of today and those to come: each created,
 * changed or deleted record leaves one entry in the transaction of its change. Payload's own preferences (which columns
 * somebody likes to see) are not records of the product and stay outside.
 */
export const auditTrail =
  (): Plugin =>
  (config: Config): Config => ({
    ...config,
    collections: (config.collections ?? []).map(underTheTrail),
  });

function underTheTrail(collection: CollectionConfig): CollectionConfig {
  if (collection.slug === 'audit-events') return collection;
  const { hooks = {} } = collection;
  return {
    ...collection,
    hooks: {
      ...hooks,
      afterChange: [...(hooks.afterChange ?? []), auditChange],
      afterDelete: [...(hooks.afterDelete ?? []), auditDelete],
    },
  };
}
