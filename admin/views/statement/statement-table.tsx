'use client';

import type { Statement } from '../../../marketplace/index.ts';
import { formatMoney } from '../../components/format-money.ts';
import { formatMoment, type Language } from '../../components/language.ts';
import { STATEMENT_TEXTS } from './texts.ts';

type Props = { statement: Statement; language: Language };

/** What a publisher had, what the month changed, and what of it was sent. */
export function StatementSums({ statement, language }: Props) {
  const texts = STATEMENT_TEXTS[language];
  const sums: [string, string, number][] = [
    ['opened', texts.opened, statement.openedCents],
    ['shares', texts.shares, statement.sharesCents],
    ['reversed', texts.reversed, statement.reversedCents],
    ['closed', texts.closing, statement.closedCents],
    ['transferred', texts.transferred, statement.transferredCents],
    ['waiting', texts.waiting, statement.waitingCents],
  ];
  return (
    <dl className="statement__sums">
      {sums.map(([id, label, cents]) => (
        <div className="dft-card" key={id}>
          <dt className="dft-muted">{label}</dt>
          <dd data-testid={`statement-${id}`}>
            <bdi>{formatMoney(cents, language)}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** One row for each fact about the money of a sale. */
export function StatementTable({ statement: { rows }, language }: Props) {
  const texts = STATEMENT_TEXTS[language];
  if (rows.length === 0) return <p className="dft-card">{texts.none}</p>;
  const money = (cents: number) => <bdi>{formatMoney(cents, language)}</bdi>;
  return (
    <div className="dft-table-wrap">
      <table className="dft-table dft-table--stack" data-testid="statement-rows">
        <thead>
          <tr>
            <th scope="col">{texts.product}</th>
            <th scope="col">{texts.at}</th>
            <th scope="col">{texts.sale}</th>
            <th scope="col">{texts.kind}</th>
            <th className="dft-number" scope="col">
              {texts.collected}
            </th>
            <th className="dft-number" scope="col">
              {texts.share}
            </th>
            <th className="dft-number" scope="col">
              {texts.right}
            </th>
            <th className="dft-number" scope="col">
              {texts.amount}
            </th>
            <th scope="col">{texts.transfer}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">{row.name[language]}</th>
              <td data-label={texts.at}>
                <bdi>{formatMoment(row.occurredAt, 'UTC')}</bdi>
              </td>
              <td data-label={texts.sale}>
                <code>{row.sale}</code>
              </td>
              <td data-label={texts.kind}>{texts.kinds[row.kind]}</td>
              <td className="dft-number" data-label={texts.collected}>
                {money(row.collectedCents)}
              </td>
              <td className="dft-number" data-label={texts.share}>
                <bdi>{row.sharePercent} %</bdi>
              </td>
              <td className="dft-number" data-label={texts.right}>
                {money(row.rightCents)}
              </td>
              <td className="dft-number" data-label={texts.amount}>
                {money(row.amountCents)}
              </td>
              <td data-label={texts.transfer} title={row.providerIds.join(' ')}>
                {texts.transfers[row.transfer]}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
