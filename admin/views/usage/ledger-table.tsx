'use client';

import { Button } from '@payloadcms/ui';
import type { UsageSummary } from '../../../core/billing/index.ts';
import { formatCount, formatMoment } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import type { UsageTexts } from './texts.ts';

type Props = {
  summary: UsageSummary;
  texts: UsageTexts;
  /** Whether the person may open the message that an entry counts. */
  canSeeMessages: boolean;
  adminRoute: string;
  onPage: (page: number) => void;
};

/** The entries of the month, each with the message it counts. */
export function LedgerTable({ summary, texts, canSeeMessages, adminRoute, onPage }: Props) {
  const { rows, page, pages } = summary.ledger;
  return (
    <section className="dft-card dft-stack dft-stack--tight">
      <div className="dft-row dft-row--between">
        <h2>{texts.ledger}</h2>
        <Button
          buttonStyle="secondary"
          el="anchor"
          extraButtonProps={{ 'data-testid': 'usage-csv', download: '' }}
          size="small"
          url={`/api/usage/ledger?month=${summary.month}`}
        >
          {texts.download}
        </Button>
      </div>
      <p className="dft-muted">{texts.ledgerLead}</p>
      <table className="dft-table dft-table--stack">
        <thead>
          <tr>
            <th scope="col">{texts.at}</th>
            <th scope="col">{texts.meter}</th>
            <th scope="col">{texts.source}</th>
            <th className="dft-number" scope="col">
              {texts.counts}
            </th>
            <th scope="col">{texts.message}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr data-event={row.eventId} data-testid="usage-ledger-row" key={row.id}>
              <td className="usage__when">
                <bdi>{formatMoment(row.occurredAt, summary.timeZone, true)}</bdi>
              </td>
              <td data-label={texts.meter}>{texts.meters[row.meter] ?? <bdi>{row.meter}</bdi>}</td>
              <td data-label={texts.source}>{texts.sources[row.source] ?? <bdi>{row.source}</bdi>}</td>
              <td className="dft-number" data-label={texts.counts}>
                <bdi>{formatCount(row.quantity)}</bdi>
              </td>
              <td>
                {row.source === 'sms' && canSeeMessages ? (
                  <a href={`${adminRoute}/collections/notifications/${row.eventId}`}>{texts.openMessage}</a>
                ) : (
                  <bdi className="dft-break dft-muted">{row.eventId}</bdi>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {pages > 1 && (
        <nav className="dft-row">
          <Button buttonStyle="secondary" disabled={page <= 1} onClick={() => onPage(page - 1)} size="small">
            {texts.previous}
          </Button>
          <span>
            <Phrase text={texts.page} values={{ page: formatCount(page), pages: formatCount(pages) }} />
          </span>
          <Button
            buttonStyle="secondary"
            disabled={page >= pages}
            onClick={() => onPage(page + 1)}
            size="small"
          >
            {texts.next}
          </Button>
        </nav>
      )}
    </section>
  );
}
