import type { CollectionConfig, Config, Plugin } from 'payload';
import { auditChange, auditDelete } from './audit-changes.ts';
import { type Announce, announceThrough, auditRead } from './audit-reads.ts';
import { holdSupport, underSupport } from './support-guard.ts';

export type AuditTrailOptions = {
  /** Where alarms are announced besides the trail: the outbox. */
  announce?: Announce;
};

/**
 * Puts every collection of the configuration under the audit trail, those of today and those to come: each created,
 * changed or deleted record leaves one entry in the transaction of its change; people's records that were looked at and
 * everything that support looks at leave one too; support changes nothing it may not. Payload's own preferences (which
 * columns somebody likes to see) are not records of the product and stay outside.
 */
export const auditTrail =
  ({ announce }: AuditTrailOptions = {}): Plugin =>
  (config: Config): Config => {
    announceThrough(announce);
    return {
      ...config,
      endpoints: (config.endpoints ?? []).map((endpoint) => underSupport(endpoint)),
      collections: (config.collections ?? []).map(underTheTrail),
    };
  };

const HISTORY = '/admin/components/history-link.tsx#HistoryLink';

function underTheTrail(collection: CollectionConfig): CollectionConfig {
  const { hooks = {}, endpoints } = collection;
  const held: CollectionConfig = {
    ...collection,
    ...(endpoints
      ? { endpoints: endpoints.map((endpoint) => underSupport(endpoint, `/${collection.slug}`)) }
      : {}),
    hooks: {
      ...hooks,
      beforeOperation: [holdSupport, ...(hooks.beforeOperation ?? [])],
      afterOperation: [...(hooks.afterOperation ?? []), auditRead],
    },
  };
  if (collection.slug === 'audit-events') return held;
  const { admin } = collection;
  return {
    ...held,
    admin: {
      ...admin,
      components: {
        ...admin?.components,
        edit: {
          ...admin?.components?.edit,
          beforeDocumentControls: [
            ...(admin?.components?.edit?.beforeDocumentControls ?? []),
            { path: HISTORY, serverProps: { collectionSlug: collection.slug } },
          ],
        },
      },
    },
    hooks: {
      ...held.hooks,
      afterChange: [...(hooks.afterChange ?? []), auditChange],
      afterDelete: [...(hooks.afterDelete ?? []), auditDelete],
    },
  };
}
