import type { PayloadRequest } from 'payload';
import { type Grants, grantsOf, poolOf, requireTenant, viewerOf } from '../../core/tenancy/index.ts';
import type { Bilingual, PluginManifest } from '../../plugins/sdk/index.ts';

export type SurfaceAction = Omit<PluginManifest['actions'][number], 'permission' | 'limits'>;

/** What one add-on shows to one person. Titles and questions are the manifest's, in both languages. */
export type AddOnSurfaces = {
  pluginId: string;
  name: Bilingual;
  widgets: { name: string; title: Bilingual; size: 'small' | 'wide' }[];
  pages: { name: string; title: Bilingual }[];
  tabs: { name: string; title: Bilingual; collection: PluginManifest['tabs'][number]['collection'] }[];
  actions: SurfaceAction[];
};

type Row = Pick<PluginManifest, 'name' | 'widgets' | 'pages' | 'tabs' | 'actions'> & { pluginId: string };

/**
 * Whether what add-ons show is open to a person at all. It is made for the people who work at a school: a family or a
 * pupil reaches single rows, and what a plugin keeps of its own knows no rows.
 */
export function mayUseSurfaces(grants: Grants): boolean {
  return grants.rowScope === 'school' || grants.rowScope === 'own_classes';
}

/**
 * The surfaces of the switched-on add-ons that the person of the request holds the permissions for. Nothing in a suspended
 * school, where plugins do not run, and nothing outside of a school.
 */
export async function listSurfaces(req: Pick<PayloadRequest, 'user' | 'payload'>): Promise<AddOnSurfaces[]> {
  if (viewerOf(req)?.realm !== 'school' || requireTenant().status === 'suspended') return [];
  const grants = await grantsOf(req);
  if (!mayUseSurfaces(grants)) return [];
  const { rows } = await poolOf(req.payload).query<Row>(
    `select p.plugin_id as "pluginId", v.manifest -> 'name' as name, v.manifest -> 'widgets' as widgets,
            v.manifest -> 'pages' as pages, v.manifest -> 'tabs' as tabs, v.manifest -> 'actions' as actions
       from plugin_installs i join plugins p on p.id = i.plugin_id join plugin_versions v on v.id = i.version_id
      where i.state = 'enabled' order by p.name, p.plugin_id`,
  );
  return rows.map((row) => seenBy(row, grants.codes)).filter(hasAny);
}

function seenBy(row: Row, codes: ReadonlySet<string>): AddOnSurfaces {
  // A version that was published before a kind of surface existed has no list of it.
  const open = <Surface extends { permission: string }>(surfaces: Surface[] | null): Surface[] =>
    (surfaces ?? []).filter(({ permission }) => codes.has(permission));
  return {
    pluginId: row.pluginId,
    name: row.name,
    widgets: open(row.widgets).map(({ name, title, size }) => ({ name, title, size: size ?? 'small' })),
    pages: open(row.pages).map(({ name, title }) => ({ name, title })),
    tabs: open(row.tabs).map(({ name, title, collection }) => ({ name, title, collection })),
    actions: open(row.actions).map(({ permission: _permission, limits: _limits, ...action }) => action),
  };
}

function hasAny({ widgets, pages, tabs, actions }: AddOnSurfaces): boolean {
  return widgets.length + pages.length + tabs.length + actions.length > 0;
}
