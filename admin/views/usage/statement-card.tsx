'use client';

import type { InvoicedUsage, UsageSummary } from '../../../core/billing/index.ts';
import { formatMoney } from '../../components/format-money.ts';
import { formatCount, formatMoment, type Language } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import { meterName } from './meter-name.ts';
import type { UsageTexts } from './texts.ts';

type Props = { summary: UsageSummary; language: Language; texts: UsageTexts };

/** What we counted, what Stripe has, and what is on the invoices, in plain words. */
export function StatementCard({ summary, language, texts }: Props) {
  const { invoiced } = summary.statement;
  return (
    <section className="dft-card dft-stack dft-stack--tight" data-testid="usage-statement">
      <h2>{texts.statement}</h2>
      <p className="dft-muted">{texts.statementLead}</p>
      <Days {...{ summary, language, texts }} />
      {invoiced.length === 0 ? (
        <p className="dft-muted">{texts.noInvoices}</p>
      ) : (
        <div className="dft-table-wrap">
          <table className="dft-table dft-table--stack">
            <thead>
              <tr>
                <th scope="col">{texts.period}</th>
                <th scope="col">{texts.meter}</th>
                {[texts.counted, texts.stripe, texts.invoiced, texts.amount].map((head) => (
                  <th className="dft-number" key={head} scope="col">
                    {head}
                  </th>
                ))}
                <th scope="col">{texts.verdict}</th>
              </tr>
            </thead>
            <tbody>
              {invoiced.map((row) => (
                <Row key={`${row.invoice}:${row.meter}`} row={row} {...{ summary, language, texts }} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Days({ summary, language, texts }: Props) {
  const { days, checkedAt, differences } = summary.statement;
  if (checkedAt === null) return <p className="dft-notice">{texts.notCompared}</p>;
  if (differences.length === 0)
    return (
      <p className="dft-notice dft-notice--good" data-testid="usage-days-agree">
        <span>
          <Phrase
            text={texts.daysAgree}
            values={{ days: formatCount(days), time: formatMoment(checkedAt, summary.timeZone) }}
          />
        </span>
      </p>
    );
  return (
    <div className="dft-notice dft-notice--warning">
      <p>{texts.daysDiffer}</p>
      <ul>
        {differences.map(({ day, meter, ledger, stripe }) => (
          <li key={`${day}:${meter}`}>
            <Phrase
              text={texts.dayLine}
              values={{
                day,
                meter: meterName(meter, summary.meters, language),
                ledger: formatCount(ledger),
                stripe: formatCount(stripe),
              }}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Row({ row, summary, language, texts }: Props & { row: InvoicedUsage }) {
  const day = (moment: string) => formatMoment(moment, summary.timeZone).slice(0, 10);
  const apart = Math.max(
    Math.abs(row.ledger - row.invoiced),
    row.stripe === null || row.isFree ? 0 : Math.abs(row.ledger - row.stripe),
  );
  return (
    <tr>
      <td>
        <bdi>{`${day(row.from)} – ${day(row.until)}`}</bdi>
        <br />
        <bdi className="dft-muted">{row.number}</bdi>
      </td>
      <td data-label={texts.meter}>
        <bdi>{meterName(row.meter, summary.meters, language)}</bdi>
      </td>
      <td className="dft-number" data-label={texts.counted}>
        <bdi>{formatCount(row.ledger)}</bdi>
      </td>
      <td className="dft-number" data-label={texts.stripe}>
        <bdi>{row.stripe === null ? '–' : formatCount(row.stripe)}</bdi>
      </td>
      <td className="dft-number" data-label={texts.invoiced}>
        <bdi>{formatCount(row.invoiced)}</bdi>
      </td>
      <td className="dft-number" data-label={texts.amount}>
        <bdi>{formatMoney(row.cents, language)}</bdi>
      </td>
      <td data-label={texts.verdict}>
        <span className={`dft-badge dft-badge--${apart === 0 ? 'good' : 'warning'}`}>
          {row.isFree ? (
            texts.isFree
          ) : apart === 0 ? (
            texts.equal
          ) : (
            <Phrase text={texts.differs} values={{ count: formatCount(apart) }} />
          )}
        </span>
      </td>
    </tr>
  );
}
