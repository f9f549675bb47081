'use client';

import { Button } from '@payloadcms/ui';
import { useState } from 'react';
import type { BudgetPage } from '../../../core/billing/index.ts';
import { callApi } from '../../components/call-api.ts';
import type { Language } from '../../components/language.ts';
import { useWork } from '../../components/use-work.ts';
import { centsOf } from './amounts.ts';
import { BudgetLine, type Typed } from './budget-line.tsx';
import { QuotaList } from './quota-list.tsx';
import { BUDGET_TEXTS } from './texts.ts';
import './budget.css';

type Props = { start: BudgetPage; canManage: boolean; language: Language };

/** What metered services may cost this month, what they cost so far, and how full the plan is. */
export function BudgetCard({ start, canManage, language }: Props) {
  const texts = BUDGET_TEXTS[language];
  const [page, setPage] = useState(start);
  const [typed, setTyped] = useState(() => typedOf(start));
  const [isSaved, setSaved] = useState(false);
  const [isWrong, setWrong] = useState(false);
  const { isBusy, problem, work } = useWork(texts.offline);

  const save = () => {
    const budgets = Object.entries(typed).map(
      ([meter, { amount, isHard }]) => [meter, centsOf(amount), isHard] as const,
    );
    const wrong = budgets.some(([, cents]) => cents === undefined);
    setWrong(wrong);
    if (wrong) return;
    void work(async () => {
      const next = await callApi<BudgetPage>('/budgets/set', {
        budgets: Object.fromEntries(
          budgets.map(([meter, cents, isHard]) => [meter, cents === null ? null : { cents, isHard }]),
        ),
      });
      setPage(next);
      setTyped(typedOf(next));
      setSaved(true);
    });
  };

  return (
    <section className="dft-card dft-stack" data-testid="budget-card">
      <header className="dft-stack dft-stack--tight">
        <h2>{texts.title}</h2>
        <p className="dft-muted">{texts.lead}</p>
      </header>
      {page.budgets.map((budget) => (
        <BudgetLine
          budget={budget}
          canManage={canManage}
          key={budget.meter}
          onType={(value) => {
            setSaved(false);
            setTyped({ ...typed, [budget.meter]: value });
          }}
          typed={typed[budget.meter] ?? NOTHING}
          {...{ language, texts }}
          timeZone={page.timeZone}
        />
      ))}
      {(isWrong || problem !== undefined) && (
        <p className="dft-notice dft-notice--error" role="alert">
          {isWrong ? texts.amount : problem}
        </p>
      )}
      <p className="dft-muted">{texts.alerts}</p>
      {canManage && (
        <div className="dft-row">
          <Button disabled={isBusy} extraButtonProps={{ 'data-testid': 'budget-save' }} onClick={save}>
            {texts.save}
          </Button>
          <span aria-live="polite">{isSaved ? texts.saved : ''}</span>
        </div>
      )}
      <QuotaList language={language} page={page} texts={texts} />
    </section>
  );
}

const NOTHING: Typed = { amount: '', isHard: true };

function typedOf({ budgets }: BudgetPage): Record<string, Typed> {
  return Object.fromEntries(
    budgets.map(({ meter, capCents, isHard }) => [
      meter,
      capCents === undefined ? NOTHING : { amount: (capCents / 100).toFixed(2), isHard },
    ]),
  );
}
