import type { AdminViewServerProps } from 'payload';
import { listGrants, readSupportPolicy } from '../../../core/identity/index.ts';
import { can, poolOf, viewerOf } from '../../../core/tenancy/index.ts';
import { openTool, ToolPage } from '../../components/tool-page.tsx';
import { SupportConsole } from './support-console.tsx';
import { SupportSchool } from './support-school.tsx';
import { SUPPORT_TEXTS } from './texts.ts';

/** /admin/support: at a school, who asks to look at it; on the console, asking and entering. */
export async function SupportView(view: AdminViewServerProps) {
  const access = await openTool(view, 'support.read', { staff: true });
  const { req } = view.initPageResult;
  const texts = SUPPORT_TEXTS[access.language];
  const pool = poolOf(req.payload);
  return (
    <ToolPage
      access={access}
      lead={access.tenant ? texts.lead : texts.leadConsole}
      title={texts.title}
      view={view}
    >
      {access.allowed && access.tenant && (
        <SupportSchool
          canDecide={await can(req, 'support.write')}
          canReadTrail={await can(req, 'audit.read')}
          grants={await listGrants(pool)}
          language={access.language}
          policy={await readSupportPolicy(pool)}
          zone={access.tenant.timeZone}
        />
      )}
      {access.allowed && !access.tenant && (
        <SupportConsole
          grants={await listGrants(pool, viewerOf(req)?.id)}
          language={access.language}
          schools={
            (
              await pool.query(
                'select id, name, name_ar as "nameAr", subdomain from tenants where status <> \'archived\' order by name limit 1000',
              )
            ).rows
          }
        />
      )}
    </ToolPage>
  );
}
