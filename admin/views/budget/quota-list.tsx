import type { BudgetPage, QuotaRow } from '../../../core/billing/index.ts';
import { formatCount, type Language } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import { ProgressBar } from '../../components/progress-bar.tsx';
import type { BudgetTexts } from './texts.ts';

const GIGABYTE = 1_000_000_000;

/** How full the plan is: students, teachers and files against what it includes. */
export function QuotaList({
  page,
  texts,
  language,
}: {
  page: BudgetPage;
  texts: BudgetTexts;
  language: Language;
}) {
  const plan = language === 'ar' ? page.plan.nameAr : page.plan.name;
  return (
    <div className="dft-stack dft-stack--tight" data-testid="budget-quotas">
      <h3>
        <Phrase text={texts.plan} values={{ plan }} />
      </h3>
      {page.quotas.map((quota) => (
        <div className="dft-stack dft-stack--tight" key={quota.key}>
          <span>
            {texts[quota.key]}:{' '}
            <Phrase
              text={quota.included === undefined ? texts.unlimited : texts.included}
              values={{ used: amountOf(quota, quota.used), limit: amountOf(quota, quota.included ?? 0) }}
            />
          </span>
          {quota.included !== undefined && quota.included > 0 && (
            <ProgressBar label={texts[quota.key]} percent={(quota.used / quota.included) * 100} />
          )}
        </div>
      ))}
    </div>
  );
}

function amountOf({ key }: QuotaRow, value: number): string {
  return key === 'storage_bytes' ? formatCount(Math.round((value / GIGABYTE) * 10) / 10) : formatCount(value);
}
