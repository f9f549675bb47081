import type { CollectionConfig, Plugin } from 'payload';
import { EXTENDABLE_COLLECTIONS } from '../plugins/sdk/index.ts';

const AT = '/admin/components/surfaces';

/**
 * Puts the places of add-ons on the pages of the collections that they may extend: actions beside a record's buttons and
 * above a list, cards below a record's fields. They load in the browser, so that no page waits for a plugin.
 */
export const addOnSurfaces: Plugin = (config) => ({
  ...config,
  collections: (config.collections ?? []).map((collection) =>
    (EXTENDABLE_COLLECTIONS as readonly string[]).includes(collection.slug)
      ? extended(collection)
      : collection,
  ),
});

function extended(collection: CollectionConfig): CollectionConfig {
  const { components = {} } = collection.admin ?? {};
  return {
    ...collection,
    admin: {
      ...collection.admin,
      components: {
        ...components,
        beforeListTable: [...(components.beforeListTable ?? []), `${AT}/list-actions.tsx#ListActions`],
        edit: {
          ...components.edit,
          beforeDocumentControls: [
            ...(components.edit?.beforeDocumentControls ?? []),
            `${AT}/record-actions.tsx#RecordActions`,
          ],
        },
      },
    },
    fields: [
      ...collection.fields,
      {
        name: 'addOns',
        type: 'ui',
        admin: {
          disableBulkEdit: true,
          disableListColumn: true,
          components: { Field: `${AT}/record-cards.tsx#RecordCards` },
        },
      },
    ],
  };
}
