import type { AdminViewServerProps } from 'payload';
import { billingNow, bookAt } from '../../../core/billing/index.ts';
import { poolOf, viewerOf } from '../../../core/tenancy/index.ts';
import { listShares } from '../../../marketplace/index.ts';
import { languageOf } from '../../components/language.ts';
import { ViewFrame } from '../../components/view-frame.tsx';
import { ViewNotice } from '../../components/view-notice.tsx';
import { PartnerSharesClient } from './partner-shares-client.tsx';
import { PARTNER_SHARES_TEXTS } from './texts.ts';
import '../../components/tool-kit.css';

/** /admin/partner-shares on the console host: agreements, and how the publishers stand. */
export async function PartnerSharesView(view: AdminViewServerProps) {
  const { req } = view.initPageResult;
  const language = languageOf(req.i18n.language);
  const texts = PARTNER_SHARES_TEXTS[language];
  const isStaff = viewerOf(req)?.realm === 'platform';
  return (
    <ViewFrame className="dft-page" title={texts.title} view={view}>
      {isStaff ? (
        <>
          <header className="dft-page__header">
            <h1>{texts.title}</h1>
            <p className="dft-muted">{texts.lead}</p>
          </header>
          <PartnerSharesClient
            language={language}
            products={await productsOf(req, language)}
            start={await listShares(poolOf(req.payload))}
            today={billingNow().toISOString().slice(0, 10)}
          />
        </>
      ) : (
        <ViewNotice text={texts.closed} title={texts.title} />
      )}
    </ViewFrame>
  );
}

async function productsOf(
  { payload }: AdminViewServerProps['initPageResult']['req'],
  language: 'en' | 'ar',
): Promise<{ code: string; name: string }[]> {
  const { content } = await bookAt(poolOf(payload), billingNow());
  return [...content.addOns, ...content.meters].map(({ code, name }) => ({ code, name: name[language] }));
}
