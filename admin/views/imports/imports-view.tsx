import type { AdminViewServerProps } from 'payload';
import { can } from '../../../core/tenancy/index.ts';
import { openTool, ToolPage } from '../../components/tool-page.tsx';
import { ImportsClient } from './imports-client.tsx';
import { IMPORT_TEXTS } from './texts.ts';

/** /admin/imports: upload, check, report, import. */
export async function ImportsView(view: AdminViewServerProps) {
  const access = await openTool(view, 'imports.read');
  const { req } = view.initPageResult;
  const texts = IMPORT_TEXTS[access.language];
  return (
    <ToolPage access={access} lead={texts.lead} title={texts.title} view={view}>
      <ImportsClient
        adminRoute={req.payload.config.routes.admin}
        canImport={await can(req, 'imports.write')}
        language={access.language}
        timeZone={access.tenant?.timeZone ?? 'UTC'}
      />
    </ToolPage>
  );
}
