import type { AdminViewServerProps } from 'payload';
import { moneyText } from '../../../core/billing/browser.ts';
import { billingNow, listQuotes } from '../../../core/billing/index.ts';
import { poolOf, viewerOf } from '../../../core/tenancy/index.ts';
import { languageOf } from '../../components/language.ts';
import { ViewFrame } from '../../components/view-frame.tsx';
import { ViewNotice } from '../../components/view-notice.tsx';
import { QuoteBadge } from './quote-badge.tsx';
import { QUOTE_TEXTS } from './texts.ts';
import '../../components/tool-kit.css';

/** /admin/quotes on the console host: every offer, the newest first. */
export async function QuotesView(view: AdminViewServerProps) {
  const { req } = view.initPageResult;
  const language = languageOf(req.i18n.language);
  const texts = QUOTE_TEXTS[language];
  const isStaff = viewerOf(req)?.realm === 'platform';
  const quotes = isStaff ? await listQuotes(poolOf(req.payload), billingNow()) : [];
  return (
    <ViewFrame className="dft-page" title={texts.title} view={view}>
      {isStaff ? (
        <>
          <header className="dft-page__header">
            <h1>{texts.title}</h1>
            <p className="dft-muted">{texts.lead}</p>
            <p>
              <a data-testid="quote-new" href="/admin/quotes/new">
                {texts.create}
              </a>
            </p>
          </header>
          {quotes.length === 0 ? (
            <p className="dft-card">{texts.none}</p>
          ) : (
            <div className="dft-table-wrap">
              <table className="dft-table dft-table--stack">
                <thead>
                  <tr>
                    {[texts.number, texts.state, texts.for].map((head) => (
                      <th key={head} scope="col">
                        {head}
                      </th>
                    ))}
                    <th className="dft-number" scope="col">
                      {texts.total}
                    </th>
                    <th scope="col">{texts.validUntil}</th>
                    <th scope="col">{texts.author}</th>
                  </tr>
                </thead>
                <tbody>
                  {quotes.map((quote) => (
                    <tr key={quote.id}>
                      <th scope="row">
                        <a href={`/admin/quotes/${quote.id}`}>
                          <bdi>{quote.number}</bdi>
                        </a>
                      </th>
                      <td data-label={texts.state}>
                        <QuoteBadge language={language} state={quote.state} />
                      </td>
                      <td data-label={texts.for}>
                        <bdi>{language === 'ar' ? (quote.nameAr ?? quote.name) : quote.name}</bdi>
                      </td>
                      <td className="dft-number" data-label={texts.total}>
                        {moneyText(quote.totalCents, language)} {texts.cycles[quote.cycle]}
                      </td>
                      <td data-label={texts.validUntil}>
                        <bdi>{quote.validUntil}</bdi>
                      </td>
                      <td data-label={texts.author}>
                        <bdi>{quote.author}</bdi>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </>
      ) : (
        <ViewNotice text={texts.closed} title={texts.title} />
      )}
    </ViewFrame>
  );
}
