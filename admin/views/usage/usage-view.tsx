import type { AdminViewServerProps } from 'payload';
import { billingNow, budgetPage, usageSummary } from '../../../core/billing/index.ts';
import { can, poolOf } from '../../../core/tenancy/index.ts';
import { openTool, ToolPage } from '../../components/tool-page.tsx';
import { BudgetCard } from '../budget/budget-card.tsx';
import { USAGE_TEXTS } from './texts.ts';
import { UsageClient } from './usage-client.tsx';

/** /admin/usage: what the school used, entry by entry, and whether Stripe knows it. */
export async function UsageView(view: AdminViewServerProps) {
  const access = await openTool(view, 'billing.read');
  const { req } = view.initPageResult;
  const texts = USAGE_TEXTS[access.language];
  return (
    <ToolPage access={access} lead={texts.lead} title={texts.title} view={view}>
      {access.allowed && (
        <UsageClient
          adminRoute={req.payload.config.routes.admin}
          canSeeMessages={await can(req, 'messages.read')}
          canSeeReceipts={await can(req, 'addons.read')}
          language={access.language}
          start={await usageSummary(poolOf(req.payload), {})}
        >
          <BudgetCard
            canManage={(await can(req, 'billing.manage')) && access.tenant?.status !== 'suspended'}
            language={access.language}
            start={await budgetPage(poolOf(req.payload), billingNow())}
          />
        </UsageClient>
      )}
    </ToolPage>
  );
}
