'use client';

import { Button } from '@payloadcms/ui';
import type { LedgerRow, UsageSummary } from '../../../core/billing/index.ts';
import { formatCount, formatMoment, type Language } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import { meterName } from './meter-name.ts';
import type { UsageTexts } from './texts.ts';

type Props = {
  summary: UsageSummary;
  texts: UsageTexts;
  /** Whether the person may open the message that an entry counts. */
  canSeeMessages: boolean;
  /** Whether the person may open the receipt of an add-on's call. */
  canSeeReceipts: boolean;
  adminRoute: string;
  language: Language;
  onPage: (page: number) => void;
  onMeter: (meter: string | undefined) => void;
};

/** The entries of the month, each with its proof: the message it counts, or the receipt of the add-on's call. */
export function LedgerTable(props: Props) {
  const { summary, texts, language, onPage, onMeter } = props;
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
      {summary.meters.length > 1 && (
        <label className="dft-row">
          {texts.meter}
          <select
            className="dft-input usage__month"
            data-testid="usage-ledger-meter"
            onChange={(event) => onMeter(event.target.value || undefined)}
            value={summary.ledger.meter ?? ''}
          >
            <option value="">{texts.allMeters}</option>
            {summary.meters.map(({ meter }) => (
              <option key={meter} value={meter}>
                {meterName(meter, summary.meters, language)}
              </option>
            ))}
          </select>
        </label>
      )}
      <table className="dft-table dft-table--stack">
        <thead>
          <tr>
            <th scope="col">{texts.at}</th>
            <th scope="col">{texts.meter}</th>
            <th scope="col">{texts.source}</th>
            <th className="dft-number" scope="col">
              {texts.counts}
            </th>
            <th scope="col">{texts.proof}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr data-event={row.eventId} data-testid="usage-ledger-row" key={row.id}>
              <td className="usage__when">
                <bdi>{formatMoment(row.occurredAt, summary.timeZone, true)}</bdi>
              </td>
              <td data-label={texts.meter}>
                <bdi>{meterName(row.meter, summary.meters, language)}</bdi>
              </td>
              <td data-label={texts.source}>{texts.sources[row.source] ?? <bdi>{row.source}</bdi>}</td>
              <td className="dft-number" data-label={texts.counts}>
                <bdi>{formatCount(row.quantity)}</bdi>
              </td>
              <td>
                <Proof row={row} {...props} />
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

type ProofProps = Pick<Props, 'texts' | 'canSeeMessages' | 'canSeeReceipts' | 'adminRoute'>;

function Proof({ row, texts, canSeeMessages, canSeeReceipts, adminRoute }: ProofProps & { row: LedgerRow }) {
  if (row.source === 'sms' && canSeeMessages)
    return <a href={`${adminRoute}/collections/notifications/${row.eventId}`}>{texts.openMessage}</a>;
  if (row.receipt !== null && canSeeReceipts)
    return <a href={`${adminRoute}/data-access?receipt=${row.receipt}`}>{texts.openReceipt}</a>;
  return <bdi className="dft-break dft-muted">{row.eventId}</bdi>;
}
