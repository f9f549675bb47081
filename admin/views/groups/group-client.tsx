'use client';

import { useState } from 'react';
import type { SchoolGroup } from '../../../core/billing/index.ts';
import { AskModal } from '../../components/ask-modal.tsx';
import { callApi } from '../../components/call-api.ts';
import { formatMoney } from '../../components/format-money.ts';
import { formatMoment, type Language } from '../../components/language.ts';
import { SeriesChart } from '../../components/series-chart.tsx';
import { GroupDiscount } from './group-discount.tsx';
import { MemberTable } from './member-table.tsx';
import { PayerCard } from './payer-card.tsx';
import { GROUP_TEXTS } from './texts.ts';

export type GroupProps = { group: SchoolGroup; plans: Record<string, string>; language: Language };

/** One group in the browser: its schools, its discount now and next, and who pays. */
export function GroupClient({ start, plans, language }: Omit<GroupProps, 'group'> & { start: SchoolGroup }) {
  const texts = GROUP_TEXTS[language];
  const [group, setGroup] = useState(start);
  const [isAsking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const wanted = !group.hasOnePayer;
  const money = (cents: number) => formatMoney(cents, language);
  const tiles: [string, string, string?][] = [
    [texts.mrr, money(group.mrrCents), `${money(group.nextMrrCents)} ${texts.fromRenewals}`],
    [texts.monthlyTotal, money(group.monthlyCents)],
    [texts.yearlyTotal, money(group.yearlyCents)],
    ...(group.hasOnePayer
      ? [[texts.firstInvoice, money(group.monthlyCents + group.yearlyCents)] as [string, string]]
      : []),
  ];
  return (
    <div className="dft-stack">
      <header className="dft-page__header">
        <p>
          <a href="/admin/groups">{texts.back}</a>
        </p>
        <div className="dft-row dft-row--between">
          <div className="dft-row">
            <h1>
              <bdi>{group.name}</bdi>
            </h1>
            <span className="dft-badge" data-testid="group-payer">
              {group.hasOnePayer ? texts.onePayer : texts.eachPays}
            </span>
          </div>
          <button
            className="schools__button"
            data-testid="group-turn"
            onClick={() => setAsking(true)}
            type="button"
          >
            {wanted ? texts.turnOn : texts.turnOff}
          </button>
        </div>
      </header>
      <div className="groups__tiles">
        {tiles.map(([title, amount, more]) => (
          <div className="dft-card groups__tile" key={title}>
            <span className="dft-muted">{title}</span>
            <strong>{amount}</strong>
            {more && <span className="dft-muted">{more}</span>}
          </div>
        ))}
      </div>
      <PayerCard {...{ group, language }} />
      <GroupDiscount {...{ group, plans, language }} />
      <MemberTable {...{ group, plans, language }} />
      <div className="dft-card">
        <SeriesChart
          language={language}
          series={[
            {
              label: texts.mrr,
              points: group.members.map(({ name, nameAr, mrrCents }) => ({
                label: language === 'ar' ? (nameAr ?? name) : name,
                value: mrrCents / 100,
              })),
            },
          ]}
          shape="bar"
          texts={texts.chart}
          title={texts.mrr}
          unit="$"
        />
      </div>
      <section className="dft-card dft-stack dft-stack--tight">
        <h2>{texts.invoices}</h2>
        {group.invoices.length === 0 && <p className="dft-muted">{texts.noInvoices}</p>}
        {group.invoices.map((invoice) => (
          <p className="dft-row dft-row--between" key={invoice.id}>
            <bdi>
              {formatMoment(invoice.periodStart, 'UTC').slice(0, 10)} –{' '}
              {formatMoment(invoice.periodEnd, 'UTC').slice(0, 10)}
            </bdi>
            <span>{texts.invoiceStates[invoice.state]}</span>
            <strong>{money(invoice.totalCents)}</strong>
          </p>
        ))}
      </section>
      {isAsking && (
        <AskModal
          button={wanted ? texts.turnOn : texts.turnOff}
          confirmTestId="group-confirm"
          onClose={() => setAsking(false)}
          onConfirm={async () => {
            const body = { id: group.id, hasOnePayer: wanted, reason };
            setGroup(await callApi<SchoolGroup>('/console/group/payer', body));
            setReason('');
          }}
          texts={texts}
          title={wanted ? texts.turnOn : texts.turnOff}
          working={texts.working}
        >
          <p>{wanted ? texts.askOn : texts.askOff}</p>
          <label className="groups__reason">
            {texts.reason}
            <input
              className="dft-input"
              data-testid="group-reason"
              dir="auto"
              maxLength={500}
              onChange={(event) => setReason(event.target.value)}
              value={reason}
            />
          </label>
        </AskModal>
      )}
    </div>
  );
}
