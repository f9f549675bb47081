'use client';

import { Button } from '@payloadcms/ui';
import { useEffect, useState } from 'react';
import { AskModal } from '../../components/ask-modal.tsx';
import { callApi } from '../../components/call-api.ts';
import type { Language } from '../../components/language.ts';
import { useWork } from '../../components/use-work.ts';
import { Labelled, Problem, Select } from './parts.tsx';
import type { BankComment } from './report-api.ts';
import type { ReportTexts } from './texts.ts';

type Draft = Omit<BankComment, 'id'> & { id: string | null };
type Answer = { comments: BankComment[] };

const NEW: Draft = { id: null, kind: 'overall', subject: null, level: 'good', en: '', ar: '' };

/** The sentences that teachers choose from, in both languages. */
export function BankTab({ language, texts }: { language: Language; texts: ReportTexts }) {
  const [bank, setBank] = useState<BankComment[]>();
  const [draft, setDraft] = useState<Draft>();
  const [leaving, setLeaving] = useState<BankComment>();
  const { isBusy, problem, work } = useWork(texts.offline);
  const ask = (path: string, body?: unknown) =>
    work(async () => {
      setBank((await callApi<Answer>(path, body)).comments);
      setDraft(undefined);
    });
  // biome-ignore lint/correctness/useExhaustiveDependencies: read once
  useEffect(() => {
    void ask('/report-cards/bank');
  }, []);

  return (
    <section className="dft-stack">
      <p className="dft-muted">{texts.bankLead}</p>
      <Problem text={problem} />
      <div className="dft-row">
        <Button disabled={isBusy} onClick={() => setDraft(NEW)}>
          {texts.bankAdd}
        </Button>
        <Button
          buttonStyle="secondary"
          disabled={isBusy}
          extraButtonProps={{ 'data-testid': 'bank-fill' }}
          onClick={() => void ask('/report-cards/bank/fill', {})}
        >
          {texts.bankFill}
        </Button>
      </div>
      {draft && (
        <BankForm
          draft={draft}
          isBusy={isBusy}
          onCancel={() => setDraft(undefined)}
          onChange={setDraft}
          onSave={() => void ask('/report-cards/bank', draft)}
          texts={texts}
        />
      )}
      {bank?.length === 0 && <p className="dft-notice">{texts.bankEmpty}</p>}
      <ul className="report-cards__list">
        {(bank ?? []).map((sentence) => (
          <li className="dft-card dft-stack dft-stack--tight" data-testid="bank-sentence" key={sentence.id}>
            <div className="dft-row dft-row--between">
              <span className="dft-row">
                <span className="dft-badge">{texts.kinds[sentence.kind]}</span>
                <span className="dft-badge">{texts.levels[sentence.level]}</span>
              </span>
              <span className="dft-row">
                <button className="dft-tab" onClick={() => setDraft(sentence)} type="button">
                  {texts.edit}
                </button>
                <button className="dft-tab" onClick={() => setLeaving(sentence)} type="button">
                  {texts.remove}
                </button>
              </span>
            </div>
            <div className="report-cards__pair">
              <p dir={language === 'ar' ? 'rtl' : 'ltr'} lang={language}>
                {sentence[language]}
              </p>
              <p
                className="dft-muted"
                dir={language === 'ar' ? 'ltr' : 'rtl'}
                lang={language === 'ar' ? 'en' : 'ar'}
              >
                {sentence[language === 'ar' ? 'en' : 'ar']}
              </p>
            </div>
          </li>
        ))}
      </ul>
      {leaving && (
        <AskModal
          button={texts.remove}
          confirmTestId="bank-remove"
          isDangerous
          onClose={() => setLeaving(undefined)}
          onConfirm={async () =>
            setBank((await callApi<Answer>('/report-cards/bank/remove', { id: leaving.id })).comments)
          }
          texts={{ cancel: texts.cancel, offline: texts.offline }}
          title={texts.removeTitle}
        >
          <p>{texts.removeText}</p>
        </AskModal>
      )}
    </section>
  );
}

type FormProps = {
  draft: Draft;
  isBusy: boolean;
  texts: ReportTexts;
  onChange: (draft: Draft) => void;
  onSave: () => void;
  onCancel: () => void;
};

function BankForm({ draft, isBusy, texts, onChange, onSave, onCancel }: FormProps) {
  const field = (of: 'en' | 'ar', label: string) => (
    <Labelled label={label}>
      <textarea
        className="dft-input"
        dir={of === 'ar' ? 'rtl' : 'ltr'}
        lang={of}
        maxLength={600}
        onChange={(event) => onChange({ ...draft, [of]: event.target.value })}
        rows={3}
        value={draft[of]}
      />
    </Labelled>
  );
  const isEmpty = draft.en.trim() === '' || draft.ar.trim() === '';
  return (
    <div className="dft-card dft-stack dft-stack--tight">
      <div className="report-cards__choice">
        <Select
          label={texts.kind}
          onChange={(kind) => onChange({ ...draft, kind: kind as Draft['kind'] })}
          options={(['overall', 'subject'] as const).map((kind) => [kind, texts.kinds[kind]])}
          value={draft.kind}
        />
        <Select
          label={texts.level}
          onChange={(level) => onChange({ ...draft, level: level as Draft['level'] })}
          options={(['excellent', 'good', 'fair', 'weak'] as const).map((level) => [
            level,
            texts.levels[level],
          ])}
          value={draft.level}
        />
      </div>
      <div className="report-cards__pair">
        {field('en', texts.english)}
        {field('ar', texts.arabic)}
      </div>
      <div className="dft-row">
        <Button disabled={isBusy || isEmpty} onClick={onSave}>
          {texts.saveOne}
        </Button>
        <Button buttonStyle="secondary" onClick={onCancel}>
          {texts.cancel}
        </Button>
      </div>
    </div>
  );
}
