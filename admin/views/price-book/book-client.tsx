'use client';

import { useMemo, useState } from 'react';
import { ApiProblem, callApi } from '../../components/call-api.ts';
import { fill, formatNumber } from '../../components/format.ts';
import type { Language } from '../../components/language.ts';
import { LeaveModal } from '../../components/leave-modal.tsx';
import { useLeaveGuard } from '../../components/use-leave-guard.ts';
import { useWork } from '../../components/use-work.ts';
import { BookEditor } from './book-editor.tsx';
import { DifferenceList } from './difference-list.tsx';
import { type BookForm, formOf, placeOf, readForm } from './form/book-form.ts';
import type { FeatureWords } from './form/entry-form.tsx';
import type { Draft, Version } from './price-book-api.ts';
import { PublishCard } from './publish-card.tsx';
import { Simulation } from './simulation/simulation.tsx';
import { PRICE_BOOK_TEXTS } from './texts.ts';

type Props = { draft?: Draft; version: Version; features: FeatureWords; language: Language };

const STEPS = ['edit', 'difference', 'simulation', 'publish'] as const;

/** One price book in the browser: a draft goes through editing, difference, simulation and publishing. */
export function BookClient({ draft: start, version, features, language }: Props) {
  const texts = PRICE_BOOK_TEXTS[language];
  const [draft, setDraft] = useState(start);
  const [form, setForm] = useState<BookForm>(() => formOf(start?.content ?? version.content));
  const [step, setStep] = useState<(typeof STEPS)[number]>('edit');
  const [said, setSaid] = useState<Record<string, string>>({});
  const { isBusy, problem, work } = useWork(texts.offline);
  const { content, problems } = useMemo(() => readForm(form), [form]);
  const isChanged = draft !== undefined && JSON.stringify(form) !== JSON.stringify(formOf(draft.content));
  const wrong = Object.keys(problems).length;
  const { pending, settle } = useLeaveGuard(isChanged);

  const save = async () => {
    let isSaved = false;
    await work(async () => {
      if (!draft || !content) return;
      const { id, revision, title, note } = draft;
      setSaid({});
      const saved = await callApi<Draft>('/console/price-books/draft/save', {
        id,
        revision,
        title,
        note,
        content,
      }).catch((error: unknown) => {
        setSaid(problemsOf(error, language));
        throw error;
      });
      setDraft(saved);
      setForm(formOf(saved.content));
      isSaved = true;
    });
    return isSaved;
  };

  return (
    <div className="dft-stack">
      <header className="dft-page__header">
        <p>
          <a href="/admin/price-book">{texts.back}</a>
        </p>
        <h1>
          <bdi>{draft ? draft.title : fill(texts.version, { version: version.version })}</bdi>
        </h1>
        {!draft && <p className="dft-muted">{texts.readOnly}</p>}
      </header>
      {draft && (
        <div className="dft-tabs">
          {STEPS.map((name) => (
            <button
              aria-pressed={step === name}
              className="dft-tab"
              data-testid={`step-${name}`}
              key={name}
              onClick={() => setStep(name)}
              type="button"
            >
              {texts.steps[name]}
            </button>
          ))}
        </div>
      )}
      {problem !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {problem}
        </p>
      )}
      {step === 'edit' && (
        <BookEditor
          known={version.content}
          onChange={setForm}
          {...{ features, form, language, problems, said }}
          isReadOnly={!draft}
        />
      )}
      {step !== 'edit' && !content && <p className="dft-notice dft-notice--warning">{texts.correctFirst}</p>}
      {step === 'difference' && content && <DifferenceList {...{ content, features, language, version }} />}
      {step === 'simulation' && content && <Simulation {...{ content, language }} valid={version.content} />}
      {step === 'publish' && content && draft && (
        <PublishCard {...{ content, draft, features, language, version }} isChanged={isChanged} />
      )}
      {draft && (isChanged || wrong > 0) && (
        <div className="price-book__save dft-row dft-row--between" data-testid="save-bar">
          <span role="status">
            {wrong > 0 ? fill(texts.problems, { count: formatNumber(wrong, language) }) : texts.unsaved}
          </span>
          <button
            className="price-book__button price-book__button--main"
            data-testid="draft-save"
            disabled={isBusy || !content || !isChanged}
            onClick={() => void save()}
            type="button"
          >
            {isBusy ? texts.saving : texts.save}
          </button>
        </div>
      )}
      {pending && (
        <LeaveModal
          onDiscard={() => {
            settle();
            if (draft) setForm(formOf(draft.content));
            pending.run();
          }}
          onSave={async () => {
            settle();
            if (await save()) pending.run();
          }}
          onStay={settle}
          testId="price-book-leave"
          texts={texts}
        />
      )}
    </div>
  );
}

/** What the server found wrong with the content, by the place in the form; nothing for another problem. */
function problemsOf(error: unknown, language: Language): Record<string, string> {
  const { fields } = ((error instanceof ApiProblem ? error.data : undefined) ?? {}) as {
    fields?: { path: string; message: Record<Language, string> }[];
  };
  return Object.fromEntries((fields ?? []).map(({ path, message }) => [placeOf(path), message[language]]));
}
