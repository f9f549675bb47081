'use client';

import type { PlanPage } from '../../../core/billing/index.ts';
import { formatMoney } from '../../components/format-money.ts';
import type { Language } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import type { PlanTexts } from './texts.ts';

type Props = { page: PlanPage; texts: PlanTexts; language: Language };

/** Says that another plan would have cost less in the last period; nothing when none would. */
export function BestPriceCard({ page: { bestPrice }, texts, language }: Props) {
  if (!bestPrice) return null;
  const { planName, cents, betterName, betterCents } = bestPrice;
  return (
    <section className="dft-notice" data-testid="plan-best-price">
      <p>
        <Phrase
          text={texts.cheaper}
          values={{
            plan: planName[language],
            cents: formatMoney(cents, language),
            better: betterName[language],
            betterCents: formatMoney(betterCents, language),
          }}
        />
      </p>
      <p className="dft-muted">{texts.cheaperNote}</p>
    </section>
  );
}
