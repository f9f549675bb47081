'use client';

import type { MeterUsage } from '../../../core/billing/index.ts';
import { formatMoney } from '../../components/format-money.ts';
import { formatCount, formatMoment, type Language } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import { SeriesChart } from '../../components/series-chart.tsx';
import type { UsageTexts } from './texts.ts';

type Props = {
  usage: MeterUsage;
  name: string;
  month: string;
  timeZone: string;
  language: Language;
  texts: UsageTexts;
};

/** One meter: its total and price, its days and months, and whether Stripe has it. */
export function MeterCard({ usage, name, month, timeZone, language, texts }: Props) {
  const unit = usage.unit?.[language];
  const shared = { language, shape: 'bar' as const, texts: texts.chart, unit };
  return (
    <section className="dft-card dft-stack usage__meter" data-meter={usage.meter}>
      <div className="usage__head">
        <div>
          <h2>
            <bdi>{name}</bdi>
          </h2>
          <p className="dft-muted">
            <Phrase text={texts.thisMonth} values={{ month }} />
            {' · '}
            <Phrase text={texts.entries} values={{ count: formatCount(usage.entries) }} />
          </p>
        </div>
        <p className="usage__total" data-testid={`usage-total-${usage.meter}`}>
          <bdi>{formatCount(usage.total)}</bdi>
        </p>
        <Price language={language} texts={texts} unit={unit} usage={usage} />
      </div>
      <div className="usage__charts">
        <SeriesChart
          series={[
            { label: name, points: usage.days.map(({ label, value }) => ({ label: label.slice(5), value })) },
          ]}
          title={texts.perDay.replace('{month}', month)}
          {...shared}
        />
        <SeriesChart series={[{ label: name, points: usage.months }]} title={texts.perMonth} {...shared} />
      </div>
      <Shipping texts={texts} timeZone={timeZone} usage={usage} />
    </section>
  );
}

type PriceProps = { usage: MeterUsage; unit: string | undefined; texts: UsageTexts; language: Language };

function Price({ usage, unit, texts, language }: PriceProps) {
  if (usage.cents === undefined || usage.rate === undefined)
    return <p className="dft-muted">{texts.noPrice}</p>;
  return (
    <div className="usage__price">
      <p className="usage__money" data-testid={`usage-cents-${usage.meter}`}>
        <bdi>{formatMoney(usage.cents, language)}</bdi>
      </p>
      <p className="dft-muted">
        <Phrase
          text={texts.unit}
          values={{ rate: formatMoney(Number(usage.rate), language), unit: unit ?? '' }}
        />
      </p>
      {usage.free > 0 && (
        <p className="dft-muted">
          <Phrase text={texts.free} values={{ count: formatCount(usage.free) }} />
        </p>
      )}
    </div>
  );
}

function Shipping({ usage, timeZone, texts }: Pick<Props, 'usage' | 'timeZone' | 'texts'>) {
  const { total, shipped, acknowledged, confirmed, trial, late, lastAt, troubled } = usage;
  const due = total - trial - late;
  const isEven = due === acknowledged;
  const steps: [string, number][] = [
    [texts.ledgerTotal, total],
    ...(trial > 0 ? [[texts.freeTotal, trial] as [string, number]] : []),
    ...(late > 0 ? [[texts.lateTotal, late] as [string, number]] : []),
    [texts.acknowledgedTotal, acknowledged],
    [texts.confirmedTotal, confirmed],
  ];
  return (
    <div
      className={`dft-notice dft-notice--${isEven ? 'good' : 'warning'}`}
      data-acknowledged={acknowledged}
      data-ledger={total}
      data-shipped={shipped}
      data-testid="usage-shipped"
    >
      <strong>
        <Phrase
          text={texts.shippingLine}
          values={{ sent: formatCount(acknowledged), total: formatCount(due) }}
        />
        {' · '}
        {lastAt === null ? (
          texts.never
        ) : (
          <Phrase text={texts.lastAt} values={{ time: formatMoment(lastAt, timeZone) }} />
        )}
      </strong>
      <dl className="usage__steps">
        {steps.map(([title, value]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>
              <bdi>{formatCount(value)}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      <p>
        {isEven ? (
          texts.agree
        ) : (
          <Phrase text={texts.waiting} values={{ count: formatCount(due - acknowledged) }} />
        )}
      </p>
      {troubled > 0 && (
        <p>
          <Phrase text={texts.troubled} values={{ count: formatCount(troubled) }} />
        </p>
      )}
    </div>
  );
}
