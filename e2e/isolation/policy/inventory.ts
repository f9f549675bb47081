import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Endpoint, SanitizedConfig } from 'payload';

/** Everything that answers: by collection and outside of collections, each as "METHOD path". */
export type Inventory = {
  collections: Map<string, string[]>;
  /** Endpoints below /api that belong to no collection. */
  endpoints: string[];
  /** What Express answers itself. */
  routes: string[];
  /** Pages of the panel and of the Next application. */
  pages: string[];
};

const APP = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../../admin/app');

/** Reads what the running configuration answers. */
export function inventoryOf(config: SanitizedConfig, routes: string[]): Inventory {
  return {
    collections: new Map(config.collections.map(({ slug, endpoints }) => [slug, namesOf(endpoints)])),
    endpoints: namesOf(config.endpoints),
    routes,
    pages: [...nextPages(APP), ...panelPages(config)],
  };
}

function namesOf(endpoints: readonly Endpoint[] | false | undefined): string[] {
  return [
    ...new Set((endpoints || []).map((endpoint) => `${endpoint.method.toUpperCase()} ${endpoint.path}`)),
  ].sort();
}

// Pages and handlers of the app folder, as Next names their routes: (groups) are no part of the address.
function nextPages(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(^|\/)(page|route)\.(tsx?|jsx?)$/.test(file))
    .map((file) => `/${path.dirname(file)}`.replace(/\/\([^)]*\)/g, '').replace(/\/\.$/, '/'))
    .sort();
}

function panelPages(config: SanitizedConfig): string[] {
  const views = Object.values(config.admin.components?.views ?? {}) as { path?: string }[];
  return views.flatMap(({ path: at }) => (at ? [`/admin${at}`] : [])).sort();
}
