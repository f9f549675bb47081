import { formatMoney } from '../../../components/format-money.ts';
import { formatMoment } from '../../../components/language.ts';
import type { AccountProps } from './account-section.tsx';
import { ACCOUNT_TEXTS } from './texts.ts';

/** The newest invoices with their paper, and the money that came and went. */
export function InvoiceTables({ account, timeZone, language }: AccountProps) {
  const texts = ACCOUNT_TEXTS[language];
  const { invoices, payments } = account;
  const money = (cents: number) => formatMoney(cents, language);
  const day = (at: string) => formatMoment(at, 'UTC').slice(0, 10);
  return (
    <>
      <section className="dft-card dft-stack dft-stack--tight">
        <h2>{texts.invoices}</h2>
        {invoices.length === 0 ? (
          <p className="dft-muted">{texts.noInvoices}</p>
        ) : (
          <div className="dft-table-wrap">
            <table className="dft-table dft-table--stack" data-testid="account-invoices">
              <thead>
                <tr>
                  <th scope="col">{texts.number}</th>
                  <th scope="col">{texts.state}</th>
                  <th scope="col">{texts.period}</th>
                  <th className="dft-number" scope="col">
                    {texts.total}
                  </th>
                  <th className="dft-number" scope="col">
                    {texts.open}
                  </th>
                </tr>
              </thead>
              <tbody>
                {invoices.map((invoice) => (
                  <tr key={invoice.id}>
                    <th scope="row">
                      <a href={`/api/billing/invoices/${invoice.id}/pdf`} target="_blank" rel="noreferrer">
                        <bdi>{invoice.number ?? texts.draft}</bdi>
                      </a>
                    </th>
                    <td data-label={texts.state}>{texts.invoiceStates[invoice.state]}</td>
                    <td data-label={texts.period}>
                      <bdi>
                        {day(invoice.periodStart)} – {day(invoice.periodEnd)}
                      </bdi>
                    </td>
                    <td className="dft-number" data-label={texts.total}>
                      {money(invoice.totalCents)}
                    </td>
                    <td className="dft-number" data-label={texts.open}>
                      {invoice.state === 'open'
                        ? money(invoice.totalCents - invoice.paidCents - invoice.creditedCents)
                        : '–'}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </section>
      <section className="dft-card dft-stack dft-stack--tight">
        <h2>{texts.payments}</h2>
        {payments.length === 0 ? (
          <p className="dft-muted">{texts.noPayments}</p>
        ) : (
          <div className="dft-table-wrap">
            <table className="dft-table dft-table--stack">
              <thead>
                <tr>
                  <th scope="col">{texts.when}</th>
                  <th scope="col">{texts.kind}</th>
                  <th scope="col">{texts.invoice}</th>
                  <th className="dft-number" scope="col">
                    {texts.amount}
                  </th>
                </tr>
              </thead>
              <tbody>
                {payments.map((payment) => (
                  <tr key={payment.id}>
                    <th scope="row">
                      <bdi>{formatMoment(payment.occurredAt, timeZone)}</bdi>
                    </th>
                    <td data-label={texts.kind}>{texts.paymentKinds[payment.kind]}</td>
                    <td data-empty={payment.invoiceNumber === null} data-label={texts.invoice}>
                      <bdi>{payment.invoiceNumber}</bdi>
                    </td>
                    <td className="dft-number" data-label={texts.amount}>
                      {money(payment.amountCents)}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </section>
    </>
  );
}
