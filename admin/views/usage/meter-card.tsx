'use client';

import type { MeterUsage } from '../../../core/billing/index.ts';
import { BarChart } from '../../components/bar-chart.tsx';
import { formatCount, formatMoment } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import type { UsageTexts } from './texts.ts';

type Props = { usage: MeterUsage; month: string; timeZone: string; texts: UsageTexts };

/** One meter: its total, its last days, and whether the ledger and Stripe agree. */
export function MeterCard({ usage, month, timeZone, texts }: Props) {
  const name = texts.meters[usage.meter] ?? usage.meter;
  const most = Math.max(0, ...usage.days.map(({ quantity }) => quantity));
  const label = texts.chartLabel
    .replace('{meter}', name)
    .replace('{from}', usage.days[0]?.day ?? '')
    .replace('{to}', usage.days.at(-1)?.day ?? '')
    .replace('{most}', formatCount(most));
  return (
    <section className="dft-card dft-stack usage__meter" data-meter={usage.meter}>
      <div className="usage__head">
        <div>
          <h2>{name}</h2>
          <p className="dft-muted">
            <Phrase text={texts.thisMonth} values={{ month }} />
          </p>
        </div>
        <p className="usage__total" data-testid={`usage-total-${usage.meter}`}>
          <bdi>{formatCount(usage.total)}</bdi>
        </p>
        <p className="dft-muted">
          <Phrase text={texts.entries} values={{ count: formatCount(usage.entries) }} />
        </p>
      </div>
      <figure className="usage__figure">
        <figcaption>
          <h3>{texts.chart}</h3>
        </figcaption>
        <BarChart
          bars={usage.days.map(({ day, quantity }) => ({ label: day, value: quantity }))}
          title={label}
        />
        <details>
          <summary>{texts.asTable}</summary>
          <table className="dft-table usage__days">
            <thead>
              <tr>
                <th scope="col">{texts.day}</th>
                <th className="dft-number" scope="col">
                  {texts.quantity}
                </th>
              </tr>
            </thead>
            <tbody>
              {usage.days.map(({ day, quantity }) => (
                <tr key={day}>
                  <td>
                    <bdi>{day}</bdi>
                  </td>
                  <td className="dft-number">
                    <bdi>{formatCount(quantity)}</bdi>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      </figure>
      <Shipping texts={texts} timeZone={timeZone} usage={usage} />
    </section>
  );
}

function Shipping({ usage, timeZone, texts }: Omit<Props, 'month'>) {
  const { ledger, shipped, acknowledged, lastAt, troubled } = usage;
  const isEven = ledger === acknowledged;
  return (
    <div
      className={`dft-notice dft-notice--${isEven ? 'good' : 'warning'}`}
      data-acknowledged={acknowledged}
      data-ledger={ledger}
      data-shipped={shipped}
      data-testid="usage-shipped"
    >
      <strong>
        <Phrase
          text={texts.shippingLine}
          values={{ sent: formatCount(acknowledged), total: formatCount(ledger) }}
        />
        {lastAt === null ? (
          ` · ${texts.never}`
        ) : (
          <>
            {' · '}
            <Phrase text={texts.lastAt} values={{ time: formatMoment(lastAt, timeZone) }} />
          </>
        )}
      </strong>
      <dl className="usage__steps">
        {(
          [
            [texts.ledgerTotal, ledger],
            [texts.shippedTotal, shipped],
            [texts.acknowledgedTotal, acknowledged],
          ] as const
        ).map(([title, value]) => (
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
          <Phrase text={texts.waiting} values={{ count: formatCount(ledger - acknowledged) }} />
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
