'use client';

import { Button } from '@payloadcms/ui';
import { useState } from 'react';
import type { InvoiceHead, ReadInvoice } from '../../../core/billing/index.ts';
import { callApi } from '../../components/call-api.ts';
import { formatMoney } from '../../components/format-money.ts';
import { formatMoment, type Language } from '../../components/language.ts';
import { useWork } from '../../components/use-work.ts';
import type { PlanTexts } from './texts.ts';

type Head = Pick<InvoiceHead, 'id' | 'number' | 'state' | 'reason' | 'totalCents'> & {
  periodStart: string;
  periodEnd: string;
};
export type ShownInvoices = { rows: Head[]; page: number; pages: number; total: number };
type Lines = Pick<ReadInvoice, 'id' | 'lines'>;

type Props = { invoices: ShownInvoices; texts: PlanTexts; language: Language; timeZone: string };

/** The school's invoices; a line says how its amount came about. */
export function InvoiceList({ invoices, texts, language, timeZone }: Props) {
  const [open, setOpen] = useState<Lines>();
  const { isBusy, problem, work } = useWork(texts.offline);
  const toggle = (id: string) =>
    work(async () =>
      setOpen(open?.id === id ? undefined : await callApi<Lines>(`/billing/invoice?id=${id}`)),
    );
  return (
    <section className="dft-card dft-stack dft-stack--tight" data-testid="plan-invoices">
      <h2>{texts.invoices}</h2>
      {problem !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {problem}
        </p>
      )}
      {invoices.rows.length === 0 && <p>{texts.none}</p>}
      {invoices.rows.map(({ id, number, state, reason, totalCents, periodStart, periodEnd }) => (
        <article className="plan__invoice" data-testid="plan-invoice" key={id}>
          <div className="dft-row dft-row--between">
            <span>
              <strong>
                <bdi>{number}</bdi>
              </strong>{' '}
              <span className="dft-muted">
                {texts.reasons[reason]}{' '}
                <bdi className="plan__moment">{formatMoment(periodStart, timeZone)}</bdi> –{' '}
                <bdi className="plan__moment">{formatMoment(periodEnd, timeZone)}</bdi>
              </span>
            </span>
            <span className="dft-row">
              <span className={`dft-badge dft-badge--${state === 'paid' ? 'good' : 'warning'}`}>
                {texts.invoiceStates[state]}
              </span>
              <bdi>{formatMoney(totalCents, language)}</bdi>
              <a data-testid="plan-invoice-pdf" href={`/api/billing/invoices/${id}/pdf`}>
                PDF
              </a>
              <Button buttonStyle="secondary" disabled={isBusy} onClick={() => void toggle(id)} size="small">
                {open?.id === id ? texts.hideLines : texts.lines}
              </Button>
            </span>
          </div>
          {open?.id === id && (
            <ul className="plan__lines">
              {open.lines.map((line) => (
                <li key={line.id}>
                  <span className="dft-row dft-row--between">
                    <span>{line.description[language]}</span>
                    <bdi>{formatMoney(line.amountCents, language)}</bdi>
                  </span>
                  <span className="dft-muted">{line.explanation.words[language]}</span>
                </li>
              ))}
            </ul>
          )}
        </article>
      ))}
    </section>
  );
}
