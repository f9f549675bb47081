'use client';

import { Button } from '@payloadcms/ui';
import { useState } from 'react';
import type { OfferedPlan, PlanPage } from '../../../core/billing/index.ts';
import { formatMoney } from '../../components/format-money.ts';
import { formatCount, type Language } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import type { WantedChange } from './change-modal.tsx';
import type { PlanTexts } from './texts.ts';

type Props = {
  page: PlanPage;
  texts: PlanTexts;
  language: Language;
  canManage: boolean;
  onChoose: (wanted: WantedChange) => void;
};

/** The plans on offer beside each other, and the additions to them. */
export function PlanPicker({ page, texts, language, canManage, onChoose }: Props) {
  const [cycle, setCycle] = useState(page.cycle);
  const isRunning = ['trialing', 'active', 'past_due'].includes(page.status);
  const mayChoose = canManage && isRunning && page.contractCents === undefined;
  return (
    <>
      <section className="dft-card dft-stack">
        <div className="dft-row dft-row--between">
          <h2>{texts.plans}</h2>
          <div className="dft-tabs">
            {(['monthly', 'yearly'] as const).map((choice) => (
              <button
                aria-pressed={cycle === choice}
                className="dft-tab"
                data-testid={`plan-cycle-${choice}`}
                key={choice}
                onClick={() => setCycle(choice)}
                type="button"
              >
                {texts[choice]}
              </button>
            ))}
          </div>
        </div>
        <div className="plan__offers">
          {page.plans.map((plan) => {
            const isCurrent =
              plan.code === page.plan.code && cycle === page.cycle && !page.pendingPlan && !page.pendingCycle;
            return (
              <article className={`plan__offer${isCurrent ? ' plan__offer--current' : ''}`} key={plan.code}>
                <h3>{plan.name[language]}</h3>
                <Price language={language} cycle={cycle} plan={plan} texts={texts} />
                <Included plan={plan} texts={texts} />
                {isCurrent ? (
                  <span className="dft-badge dft-badge--good">{texts.current}</span>
                ) : (
                  mayChoose && (
                    <Button
                      buttonStyle="secondary"
                      extraButtonProps={{ 'data-testid': `plan-choose-${plan.code}` }}
                      onClick={() => onChoose({ plan: plan.code, cycle })}
                      size="small"
                    >
                      {texts.choose}
                    </Button>
                  )
                )}
              </article>
            );
          })}
        </div>
      </section>
      <section className="dft-card dft-stack dft-stack--tight">
        <h2>{texts.addOns}</h2>
        <ul className="plan__add-ons">
          {page.addOns.map(({ code, name, cents, quantity }) => (
            <li className="dft-row dft-row--between" key={code}>
              <span>
                {name[language]} ·{' '}
                <Phrase text={texts.perMonth} values={{ amount: formatMoney(cents, language) }} />
              </span>
              <span className="dft-row">
                {quantity > 0 && <span className="dft-badge dft-badge--good">{texts.active}</span>}
                {canManage && isRunning && (
                  <Button
                    buttonStyle="secondary"
                    extraButtonProps={{ 'data-testid': `plan-add-on-${code}` }}
                    onClick={() => onChoose({ addOns: withAddOn(page, code, quantity > 0 ? 0 : 1) })}
                    size="small"
                  >
                    {quantity > 0 ? texts.remove : texts.add}
                  </Button>
                )}
              </span>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

type PriceProps = { plan: OfferedPlan; cycle: PlanPage['cycle']; texts: PlanTexts; language: Language };

function Price({ plan, cycle, texts, language }: PriceProps) {
  const cents = cycle === 'yearly' ? plan.yearlyCents : plan.monthlyCents;
  if (cents === undefined) return null;
  return (
    <p className="plan__price">
      <Phrase
        text={cycle === 'yearly' ? texts.perYear : texts.perMonth}
        values={{ amount: formatMoney(cents, language) }}
      />
    </p>
  );
}

function Included({ plan, texts }: { plan: OfferedPlan; texts: PlanTexts }) {
  return (
    <ul className="dft-muted plan__included">
      <li>
        {plan.students === undefined ? (
          texts.unlimited
        ) : (
          <Phrase text={texts.upTo} values={{ count: formatCount(plan.students) }} />
        )}
      </li>
      {plan.teachers !== undefined && (
        <li>
          <Phrase text={texts.teachers} values={{ count: formatCount(plan.teachers) }} />
        </li>
      )}
      {plan.storageGb !== undefined && (
        <li>
          <Phrase text={texts.gigabytes} values={{ count: formatCount(plan.storageGb) }} />
        </li>
      )}
    </ul>
  );
}

function withAddOn({ addOns }: PlanPage, code: string, quantity: number) {
  return addOns
    .map((addOn) => ({ code: addOn.code, quantity: addOn.code === code ? quantity : addOn.quantity }))
    .filter((addOn) => addOn.quantity > 0);
}
