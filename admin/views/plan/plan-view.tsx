import type { AdminViewServerProps } from 'payload';
import { billingNow, listInvoices, readPlanPage } from '../../../core/billing/index.ts';
import { can, poolOf } from '../../../core/tenancy/index.ts';
import { openTool, ToolPage } from '../../components/tool-page.tsx';
import { PlanClient } from './plan-client.tsx';
import { PLAN_TEXTS } from './texts.ts';

/** /admin/plan: the school's plan, its state with exact instants, how it pays, and its invoices. */
export async function PlanView(view: AdminViewServerProps) {
  const access = await openTool(view, 'billing.read');
  const { req } = view.initPageResult;
  const texts = PLAN_TEXTS[access.language];
  const pool = poolOf(req.payload);
  const { tenant } = access;
  return (
    <ToolPage access={access} lead={texts.lead} title={texts.title} view={view}>
      {access.allowed && tenant && (
        <PlanClient
          canManage={await can(req, 'billing.manage')}
          hasNewCard={req.searchParams.get('card') === 'added'}
          invoices={JSON.parse(JSON.stringify(await listInvoices(pool, { tenantId: tenant.id })))}
          language={access.language}
          start={await readPlanPage(pool, tenant.id, billingNow())}
        />
      )}
    </ToolPage>
  );
}
