import type { Access, CollectionConfig } from 'payload';
import { bilingual, type Pair } from './labels.ts';
import { limitRows } from './limit-rows.ts';
import { viewerOf } from './permissions.ts';

/** Slugs that belong to the platform and not to one school; the wall test compares them with the tables. */
export const PLATFORM_COLLECTIONS = new Set<string>();

export type PlatformCollectionOptions = {
  slug: string;
  singular: Pair;
  plural: Pair;
  group: Pair;
  fields: CollectionConfig['fields'];
  /** Schools may read these too, through their own host (the row-level policy still narrows them). */
  schoolsRead?: boolean;
  /** Written by the product alone; staff only read. */
  readOnly?: boolean;
  /** Records are made and ended by a procedure of the product; staff only change them. */
  fixedRows?: boolean;
  indexes?: CollectionConfig['indexes'];
  admin?: CollectionConfig['admin'];
  hooks?: CollectionConfig['hooks'];
};

/** A collection of the platform: staff work with it on the console host, schools never write it. */
export function platformCollection(options: PlatformCollectionOptions): CollectionConfig {
  PLATFORM_COLLECTIONS.add(options.slug);
  const staff: Access = ({ req }) => viewerOf(req)?.realm === 'platform';
  const readers: Access = ({ req }) => {
    const viewer = viewerOf(req);
    if (viewer?.realm === 'platform') return true;
    // No permission code guards these rows, so a program, which holds codes alone, does not see them.
    return options.schoolsRead === true && viewer?.realm === 'school' && !viewer.apiKey;
  };
  const write: Access = options.readOnly ? () => false : staff;
  return {
    slug: options.slug,
    labels: { singular: bilingual(options.singular), plural: bilingual(options.plural) },
    lockDocuments: false,
    defaultSort: ['-createdAt', 'id'],
    access: {
      read: readers,
      create: options.fixedRows ? () => false : write,
      update: write,
      delete: options.fixedRows ? () => false : write,
    },
    admin: {
      group: bilingual(options.group),
      hidden: ({ user }) => (user as { realm?: string } | null)?.realm !== 'platform',
      ...options.admin,
    },
    hooks: { ...options.hooks, beforeOperation: [limitRows, ...(options.hooks?.beforeOperation ?? [])] },
    ...(options.indexes ? { indexes: options.indexes } : {}),
    fields: options.fields,
  };
}
