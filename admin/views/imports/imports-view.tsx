import type { AdminViewServerProps } from 'payload';
import { EXPORTED_LISTS } from '../../../core/interop/index.ts';
import { can } from '../../../core/tenancy/index.ts';
import { openTool, ToolPage } from '../../components/tool-page.tsx';
import { ImportsClient } from './imports-client.tsx';
import { IMPORT_TEXTS } from './texts.ts';

/** /admin/imports: upload, check, report, import, and what can be taken out. */
export async function ImportsView(view: AdminViewServerProps) {
  const access = await openTool(view, 'imports.read');
  const { req } = view.initPageResult;
  const texts = IMPORT_TEXTS[access.language];
  const lists: { slug: string; label: string }[] = [];
  for (const slug of EXPORTED_LISTS) {
    const config = req.payload.collections[slug]?.config;
    const { resource } = (config?.custom ?? {}) as { resource?: string };
    if (!config || !resource || !(await can(req, `${resource}.read`))) continue;
    const label = config.labels.plural as Record<string, string>;
    lists.push({ slug, label: label[access.language] ?? slug });
  }
  return (
    <ToolPage access={access} lead={texts.lead} title={texts.title} view={view}>
      <ImportsClient
        adminRoute={req.payload.config.routes.admin}
        canImport={await can(req, 'imports.write')}
        language={access.language}
        lists={lists}
        timeZone={access.tenant?.timeZone ?? 'UTC'}
      />
    </ToolPage>
  );
}
