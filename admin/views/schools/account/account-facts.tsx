import { fill } from '../../../components/format.ts';
import { formatMoney } from '../../../components/format-money.ts';
import { formatMoment } from '../../../components/language.ts';
import type { AccountProps } from './account-section.tsx';
import { ACCOUNT_TEXTS } from './texts.ts';

const TONES: Record<string, string> = {
  active: ' dft-badge--good',
  past_due: ' dft-badge--warning',
  suspended: ' dft-badge--error',
  cancelled: ' dft-badge--error',
};

/** Plan, state with its exact moments in the school's own time, and what it brings in a month. */
export function AccountFacts({ account, timeZone, language }: AccountProps) {
  const texts = ACCOUNT_TEXTS[language];
  const { subscription, plans } = account;
  if (!subscription)
    return (
      <section className="dft-card">
        <h2>{texts.title}</h2>
        <p>{texts.none}</p>
      </section>
    );
  const planName = (code: string) => plans.find((plan) => plan.code === code)?.name[language] ?? code;
  const { contract, cycle, addOns, groupPercent, pendingPlan, pendingCycle } = subscription;
  const facts: [string, string | undefined][] = [
    [texts.plan, planName(subscription.plan)],
    [texts.cycle, texts.cycles[cycle]],
    [texts.contract, contract && formatMoney(contract.cents, language)],
    [texts.discount, groupPercent === '0' ? undefined : `${groupPercent}%`],
    [texts.addOns, addOns.map(({ code, quantity }) => `${code} × ${quantity}`).join(', ') || undefined],
    [texts.version, String(subscription.priceBookVersion)],
    ...Object.entries(subscription.instants).map(([name, at]): [string, string | undefined] => [
      texts.instants[name] ?? name,
      at === null ? undefined : `${formatMoment(at, timeZone, true)} (${timeZone})`,
    ]),
  ];
  return (
    <section className="dft-card dft-stack dft-stack--tight">
      <div className="dft-row dft-row--between">
        <div className="dft-row">
          <h2>{texts.title}</h2>
          <span className={`dft-badge${TONES[subscription.status] ?? ''}`} data-testid="account-state">
            {texts.states[subscription.status]}
          </span>
        </div>
        <p className="account__mrr">
          <span className="dft-muted">{texts.mrr}</span>{' '}
          <strong data-testid="account-mrr">{formatMoney(subscription.mrrCents, language)}</strong>
        </p>
      </div>
      <dl className="schools__facts">
        {facts.map(
          ([label, value]) =>
            value && (
              <div key={label} style={{ display: 'contents' }}>
                <dt>{label}</dt>
                <dd>
                  <bdi>{value}</bdi>
                </dd>
              </div>
            ),
        )}
      </dl>
      {subscription.cancelAtPeriodEnd && <p className="dft-notice dft-notice--warning">{texts.ending}</p>}
      {(pendingPlan || pendingCycle) && (
        <p className="dft-notice">
          {fill(texts.pending, {
            plan: planName(pendingPlan ?? subscription.plan),
            cycle: texts.cycles[pendingCycle ?? cycle] ?? '',
          })}
        </p>
      )}
    </section>
  );
}
