'use client';

import { useState } from 'react';
import { type QuoteContent, quoteTotal } from '../../../core/billing/browser.ts';
import type { Quote } from '../../../core/billing/index.ts';
import { AskModal } from '../../components/ask-modal.tsx';
import { callApi } from '../../components/call-api.ts';
import { formatMoney } from '../../components/format-money.ts';
import type { Language } from '../../components/language.ts';
import { useWork } from '../../components/use-work.ts';
import { QuoteBadge } from './quote-badge.tsx';
import { QuoteFields } from './quote-fields.tsx';
import { type QuoteForm, quoteFormOf, readQuoteForm, unitOf } from './quote-form.ts';
import { QUOTE_TEXTS, type QuoteTexts } from './texts.ts';

export type QuoteChoices = {
  plans: { code: string; name: { en: string; ar: string } }[];
  schools: { id: string; name: string; nameAr: string | null }[];
  today: string;
};

type Props = {
  start?: Quote;
  /** What a new quote begins with. */
  copied?: QuoteContent;
  school?: string;
  choices: QuoteChoices;
  language: Language;
};

type Step = keyof QuoteTexts['steps'];

/** One quote in the browser: a draft to write, a sent one to decide. */
export function QuoteClient({ start, copied, school = '', choices, language }: Props) {
  const texts = QUOTE_TEXTS[language];
  const [quote, setQuote] = useState(start);
  const lastPlan = choices.plans.at(-1)?.code ?? '';
  const [form, setForm] = useState<QuoteForm>(() => quoteFormOf(start?.content ?? copied, school, lastPlan));
  const [step, setStep] = useState<Step>();
  const [answer, setAnswer] = useState({ reason: '', school: '' });
  const { isBusy, problem, work } = useWork(texts.offline);
  const content = readQuoteForm(form);
  const isDraft = quote === undefined || (quote.sentAt === null && quote.state !== 'declined');
  const isChanged = !quote || JSON.stringify(content) !== JSON.stringify(quote.content);
  const total = quoteTotal(
    form.lines.map((line) => ({ quantity: Number(line.quantity) || 0, cents: unitOf(line) ?? 0 })),
  );
  const steps: Step[] = !quote || isChanged ? [] : stepsOf(quote);
  const needsSchool = step === 'accept' && quote?.schoolId === null;

  const save = () =>
    work(async () => {
      if (!content) return;
      if (quote) setQuote(await callApi<Quote>('/console/quotes/save', { id: quote.id, content }));
      else {
        const made = await callApi<Quote>('/console/quotes/create', { content });
        window.location.assign(`/admin/quotes/${made.id}`);
      }
    });
  return (
    <div className="dft-stack">
      <header className="dft-page__header">
        <p>
          <a href="/admin/quotes">{texts.back}</a>
        </p>
        <div className="dft-row">
          <h1>
            <bdi>{quote?.number ?? texts.create}</bdi>
          </h1>
          {quote && <QuoteBadge language={language} state={quote.state} />}
        </div>
        {quote?.decision && (
          <p className="dft-muted">
            {texts.decided}: <bdi>{quote.decision}</bdi>
          </p>
        )}
      </header>
      <QuoteFields {...{ choices, form, language }} isReadOnly={!isDraft} onChange={setForm} />
      <div className="dft-card dft-row dft-row--between">
        <strong data-testid="quote-total">
          {texts.total}: {formatMoney(total, language)} {texts.cycles[form.cycle]}
        </strong>
        <div className="dft-row">
          {isDraft && (
            <button
              className="schools__button schools__button--main"
              data-testid="quote-save"
              disabled={isBusy || !content || !isChanged}
              onClick={() => void save()}
              type="button"
            >
              {texts.save}
            </button>
          )}
          {quote && !isChanged && (
            <a href={`/api/console/quotes/${quote.id}/pdf`} rel="noreferrer" target="_blank">
              {texts.pdf}
            </a>
          )}
          {steps.map((name) => (
            <button
              className="schools__button"
              data-testid={`quote-${name}`}
              key={name}
              onClick={() => setStep(name)}
              type="button"
            >
              {texts.steps[name]}
            </button>
          ))}
          {quote && !isDraft && <a href={`/admin/quotes/new?copy=${quote.id}`}>{texts.copy}</a>}
        </div>
      </div>
      {isDraft && !content && <p className="dft-muted">{texts.incomplete}</p>}
      {problem !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {problem}
        </p>
      )}
      {quote && step && (
        <AskModal
          button={texts.steps[step]}
          confirmTestId="quote-confirm"
          isDangerous={step === 'decline'}
          onClose={() => setStep(undefined)}
          onConfirm={async () => {
            const named = needsSchool && answer.school ? { school: answer.school } : {};
            setQuote(
              await callApi<Quote>('/console/quotes/step', {
                id: quote.id,
                step,
                reason: answer.reason,
                ...named,
              }),
            );
          }}
          texts={texts}
          title={`${texts.steps[step]} · ${quote.number}`}
          working={texts.working}
        >
          <p>{texts.asks[step]}</p>
          {needsSchool && (
            <label className="quotes__label">
              {texts.schoolOf}
              <select
                className="dft-input"
                onChange={(event) => setAnswer({ ...answer, school: event.target.value })}
                value={answer.school}
              >
                <option value="" />
                {choices.schools.map(({ id, name, nameAr }) => (
                  <option key={id} value={id}>
                    {language === 'ar' ? (nameAr ?? name) : name}
                  </option>
                ))}
              </select>
            </label>
          )}
          <label className="quotes__label">
            {texts.reason}
            <input
              className="dft-input"
              data-testid="quote-reason"
              dir="auto"
              maxLength={500}
              onChange={(event) => setAnswer({ ...answer, reason: event.target.value })}
              value={answer.reason}
            />
          </label>
        </AskModal>
      )}
    </div>
  );
}

function stepsOf({ state, sentAt }: Quote): Step[] {
  if (state === 'draft') return ['send'];
  if (state === 'sent') return ['accept', 'decline'];
  return state === 'expired' && sentAt ? ['decline'] : [];
}
