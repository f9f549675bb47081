'use client';

import { useState } from 'react';
import { AskModal } from '../../../components/ask-modal.tsx';
import { formatMoney } from '../../../components/format-money.ts';
import { centsOf } from '../../price-book/form/fields.ts';
import type { AccountProps } from './account-section.tsx';
import { ACCOUNT_TEXTS, type AccountTexts } from './texts.ts';

type Action = keyof AccountTexts['actions'];
type Answers = Record<'plan' | 'cycle' | 'price' | 'day' | 'invoice' | 'reason', string>;

/** Every change of a subscription by staff; each asks for its reason. */
export function AccountActions(props: AccountProps) {
  const { account, schoolId, language, onDo } = props;
  const texts = ACCOUNT_TEXTS[language];
  const { subscription, plans, invoices } = account;
  const [action, setAction] = useState<Action>();
  const [answers, setAnswers] = useState<Answers>(EMPTY);
  if (!subscription) return null;
  const credited = invoices.filter(({ state }) => state === 'open' || state === 'paid');
  const isRunning = ['trialing', 'active', 'past_due'].includes(subscription.status);
  const actions: Action[] = [
    ...(isRunning && !subscription.contract ? (['plan'] as const) : []),
    ...(isRunning || subscription.status === 'suspended' ? (['contract'] as const) : []),
    ...(subscription.status === 'trialing' ? (['trial'] as const) : []),
    ...(credited.length > 0 ? (['credit'] as const) : []),
    ...(isRunning ? [subscription.cancelAtPeriodEnd ? ('keep' as const) : ('cancel' as const)] : []),
  ];
  const ask = (next: Action) => {
    const invoice = credited[0]?.id ?? '';
    // A contract is for a plan without a price of its own, unless somebody chooses another.
    const byContract = plans.find(({ monthly, yearly }) => monthly === null && yearly === null)?.code;
    const plan = next === 'contract' ? (byContract ?? subscription.plan) : subscription.plan;
    setAnswers({ ...EMPTY, plan, cycle: subscription.cycle, invoice });
    setAction(next);
  };
  const set = (name: keyof Answers) => (event: { target: { value: string } }) =>
    setAnswers({ ...answers, [name]: event.target.value });
  const price = centsOf(answers.price);
  const fields = action ? FIELDS_OF[action] : [];
  return (
    <div className="dft-row">
      {actions.map((name) => (
        <button
          className="schools__button"
          data-testid={`account-${name}`}
          key={name}
          onClick={() => ask(name)}
          type="button"
        >
          {texts.actions[name]}
        </button>
      ))}
      {action && (
        <AskModal
          button={texts.actions[action]}
          confirmTestId="account-confirm"
          isDangerous={action === 'cancel'}
          onClose={() => setAction(undefined)}
          onConfirm={async () => {
            const { path, body } = requestOf(
              action,
              schoolId,
              answers,
              'value' in price ? Number(price.value) : 0,
            );
            await onDo(path, body);
          }}
          texts={texts}
          title={texts.actions[action]}
          working={texts.working}
        >
          <p>{texts.asks[action]}</p>
          <div className="dft-stack dft-stack--tight account__form">
            {fields.includes('plan') && (
              <label>
                {texts.plan}
                <select className="dft-input" onChange={set('plan')} value={answers.plan}>
                  {plans
                    .filter(
                      ({ monthly, yearly }) => action === 'contract' || monthly !== null || yearly !== null,
                    )
                    .map(({ code, name }) => (
                      <option key={code} value={code}>
                        {name[language]}
                      </option>
                    ))}
                </select>
              </label>
            )}
            {fields.includes('cycle') && (
              <label>
                {texts.cycle}
                <select className="dft-input" onChange={set('cycle')} value={answers.cycle}>
                  <option value="monthly">{texts.cycles.monthly}</option>
                  <option value="yearly">{texts.cycles.yearly}</option>
                </select>
              </label>
            )}
            {fields.includes('invoice') && (
              <label>
                {texts.invoice}
                <select className="dft-input" onChange={set('invoice')} value={answers.invoice}>
                  {credited.map(({ id, number, totalCents }) => (
                    <option key={id} value={id}>
                      {number} · {formatMoney(totalCents, language)}
                    </option>
                  ))}
                </select>
              </label>
            )}
            {fields.includes('price') && (
              <label>
                {action === 'credit' ? `${texts.amount}, $` : texts.price}
                <input
                  className="dft-input"
                  dir="ltr"
                  inputMode="decimal"
                  onChange={set('price')}
                  value={answers.price}
                />
                {answers.price !== '' && 'problem' in price && (
                  <span className="price-book__problem">{texts.amountWrong}</span>
                )}
              </label>
            )}
            {fields.includes('day') && (
              <label>
                {texts.lastDay}
                <input
                  className="dft-input"
                  min={account.now.slice(0, 10)}
                  onChange={set('day')}
                  type="date"
                  value={answers.day}
                />
              </label>
            )}
            <label>
              {texts.reason}
              <input
                className="dft-input"
                data-testid="account-reason"
                dir="auto"
                maxLength={500}
                onChange={set('reason')}
                value={answers.reason}
              />
              <span className="dft-muted">{texts.reasonHint}</span>
            </label>
          </div>
        </AskModal>
      )}
    </div>
  );
}

const EMPTY: Answers = { plan: '', cycle: '', price: '', day: '', invoice: '', reason: '' };
const FIELDS_OF: Record<Action, (keyof Answers)[]> = {
  plan: ['plan', 'cycle'],
  contract: ['plan', 'cycle', 'price'],
  trial: ['day'],
  credit: ['invoice', 'price'],
  cancel: [],
  keep: [],
};

function requestOf(
  action: Action,
  id: string,
  answers: Answers,
  cents: number,
): { path: string; body: object } {
  const { plan, cycle, day, invoice, reason } = answers;
  switch (action) {
    case 'plan':
      return { path: '/console/account/plan', body: { id, plan, cycle, reason } };
    case 'contract':
      return { path: '/console/account/contract', body: { id, plan, cycle, cents, reason } };
    case 'trial':
      return { path: '/console/account/trial', body: { id, lastDay: day, reason } };
    case 'credit':
      return {
        path: '/console/billing/invoices/credit',
        body: { tenant: id, id: invoice, amountCents: cents, reason },
      };
    default:
      return { path: '/console/account/cancel', body: { id, cancel: action === 'cancel', reason } };
  }
}
