import type { AdminViewServerProps } from 'payload';
import { billingNow, bookAt } from '../../../core/billing/index.ts';
import { listShares } from '../../../marketplace/index.ts';
import { ConsolePage } from '../../components/console-page.tsx';
import { PartnerSharesClient } from './partner-shares-client.tsx';
import { PARTNER_SHARES_TEXTS } from './texts.ts';

/** /admin/partner-shares on the console host: agreements, and how the publishers stand. */
export function PartnerSharesView(view: AdminViewServerProps) {
  return (
    <ConsolePage view={view} words={PARTNER_SHARES_TEXTS}>
      {async ({ pool, language }) => {
        const { content } = await bookAt(pool, billingNow());
        return (
          <PartnerSharesClient
            language={language}
            products={[...content.addOns, ...content.meters].map(({ code, name }) => ({
              code,
              name: name[language],
            }))}
            start={await listShares(pool)}
            today={billingNow().toISOString().slice(0, 10)}
          />
        );
      }}
    </ConsolePage>
  );
}
