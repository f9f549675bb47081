import type { CollectionConfig } from 'payload';
import { EXPORTED_LISTS } from './export-list.ts';

/** Puts the export into the menu of a list that can be taken out; any other collection comes back as it is. */
export function offerExport(collection: CollectionConfig): CollectionConfig {
  if (!EXPORTED_LISTS.some((slug) => slug === collection.slug)) return collection;
  const { admin } = collection;
  const listMenuItems = [
    ...(admin?.components?.listMenuItems ?? []),
    '/admin/components/list-export.tsx#ListExport',
  ];
  return { ...collection, admin: { ...admin, components: { ...admin?.components, listMenuItems } } };
}
