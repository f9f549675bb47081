import type { AdminViewServerProps } from 'payload';
import { billingNow, listQuotes } from '../../../core/billing/index.ts';
import { ConsolePage } from '../../components/console-page.tsx';
import { formatMoney } from '../../components/format-money.ts';
import { QuoteBadge } from './quote-badge.tsx';
import { QUOTE_TEXTS } from './texts.ts';

/** /admin/quotes on the console host: every offer, the newest first. */
export function QuotesView(view: AdminViewServerProps) {
  return (
    <ConsolePage
      actions={({ create }) => (
        <p>
          <a data-testid="quote-new" href="/admin/quotes/new">
            {create}
          </a>
        </p>
      )}
      view={view}
      words={QUOTE_TEXTS}
    >
      {async ({ pool, language, texts }) => {
        const quotes = await listQuotes(pool, billingNow());
        return quotes.length === 0 ? (
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
                      {formatMoney(quote.totalCents, language)} {texts.cycles[quote.cycle]}
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
        );
      }}
    </ConsolePage>
  );
}
