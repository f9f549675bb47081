import type { AdminViewServerProps } from 'payload';
import { countDays, readTrail, trailZone } from '../../../core/observability/index.ts';
import { can, poolOf } from '../../../core/tenancy/index.ts';
import { openTool, ToolPage } from '../../components/tool-page.tsx';
import { AuditClient } from './audit-client.tsx';
import { recordLabels } from './record-labels.ts';
import { AUDIT_TEXTS } from './texts.ts';

const CHART_DAYS = 30;

/** /admin/audit: who did what, for a school's people with the permission and for staff on the console. */
export async function AuditView(view: AdminViewServerProps) {
  const access = await openTool(view, 'audit.read', { staff: true });
  const { req } = view.initPageResult;
  const texts = AUDIT_TEXTS[access.language];
  const record = recordOf(view.searchParams ?? {});
  const zone = trailZone();
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(new Date());
  const from = new Date(Date.parse(`${today}T00:00:00Z`) - (CHART_DAYS - 1) * 86_400_000)
    .toISOString()
    .slice(0, 10);
  const pool = poolOf(req.payload);
  return (
    <ToolPage
      access={access}
      lead={access.tenant ? texts.lead : texts.leadConsole}
      title={texts.title}
      view={view}
    >
      {access.allowed && (
        <AuditClient
          canExport={!access.tenant || (await can(req, 'audit.export'))}
          labels={recordLabels(req.payload.config, access.language)}
          language={access.language}
          record={record}
          start={{
            page: await readTrail(pool, record),
            days: await countDays(pool, { ...record, from, to: today }),
          }}
          today={today}
          zone={zone}
        />
      )}
    </ToolPage>
  );
}

// From the "History" link of a record; what is not plain is left out.
function recordOf(query: Record<string, string | string[] | undefined>): {
  collection?: string;
  subject?: string;
} {
  const { collection, subject } = query;
  return typeof collection === 'string' &&
    typeof subject === 'string' &&
    /^[a-z][a-z0-9-]{0,79}$/.test(collection) &&
    /^[\w-]{1,64}$/.test(subject)
    ? { collection, subject }
    : {};
}
