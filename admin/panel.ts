import path from 'node:path';
import type { Config } from 'payload';

/** The panel's part of the Payload configuration: its pages, name, logo and languages. */
export function panel(root: string): NonNullable<Config['admin']> {
  return {
    user: 'users',
    importMap: { baseDir: root, importMapFile: path.join(root, 'admin/app/(payload)/admin/importMap.js') },
    meta: { titleSuffix: ' · Daftar' },
    dateFormat: 'yyyy-MM-dd HH:mm',
    avatar: 'default',
  };
}
