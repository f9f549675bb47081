'use client';

import { useEffect, useState } from 'react';
import type { Telling } from '../../../core/communication/browser.ts';
import type { PublicationPlan } from '../../../core/gradebook/index.ts';
import type { Language } from '../../../core/kernel/index.ts';
import { AskModal } from '../../components/ask-modal.tsx';
import { callApi, problemSentence } from '../../components/call-api.ts';
import { FamilyNotice, firstTelling } from '../../components/family-notice.tsx';
import { counted } from '../../components/format.ts';
import { newKey } from '../../components/new-key.ts';
import { NoteField } from '../../components/note-field.tsx';
import { PUBLICATION_TEXTS } from './publication-texts.ts';
import { MARK_TEXTS } from './texts.ts';

/** Lesson groups of a term, as the server takes them. */
export type TermScope = { term: string; offerings?: string[]; classrooms?: string[]; grades?: string[] };
type PublicationDialogProps = {
  deed: 'publish' | 'withdraw';
  scope: TermScope;
  language: Language;
  onStarted: (run: string) => Promise<void>;
  onClose: () => void;
};
type Plan = PublicationPlan & { mayTell: boolean };
const REASONS = ['notApproved', 'missingMarks', 'periodsOpen'] as const;

/** Says what a publication or withdrawal would do, whom it would tell and what stays, and then asks for it. */
export function PublicationDialog({ deed, scope, language, onStarted, onClose }: PublicationDialogProps) {
  const texts = PUBLICATION_TEXTS[language];
  const { form, offline } = MARK_TEXTS[language];
  const [plan, setPlan] = useState<Plan>();
  const [problem, setProblem] = useState<string>();
  const [withEmptyCells, setWithEmptyCells] = useState(false);
  const [telling, setTelling] = useState<Telling>();
  const [note, setNote] = useState('');
  // Sent again after a broken line it is the same run.
  const [key] = useState(newKey);
  useEffect(() => {
    let isCurrent = true;
    callApi<Plan>('/gradebook/publication/plan', { ...scope, deed, withEmptyCells }).then(
      (answer) => isCurrent && setPlan(answer),
      (error: unknown) => isCurrent && setProblem(problemSentence(error, offline)),
    );
    return () => {
      isCurrent = false;
    };
  }, [scope, deed, withEmptyCells, offline]);
  const isPublish = deed === 'publish';
  const chosen = telling ?? (plan && isPublish ? firstTelling(plan) : 'none');
  const start = async () => {
    const { run } = await callApi<{ run: string }>('/gradebook/publication', {
      ...scope,
      deed,
      idempotencyKey: key,
      ...(isPublish ? { withEmptyCells, telling: chosen } : {}),
      ...(note.trim() ? { note: note.trim() } : {}),
    });
    await onStarted(run);
  };
  const count = (of: string) => plan?.refused.filter(({ reason }) => reason === of).length ?? 0;
  return (
    <AskModal
      button={isPublish ? texts.publish : texts.withdraw}
      confirmTestId="publication-confirm"
      isDangerous={!isPublish}
      isReady={plan !== undefined}
      onClose={onClose}
      onConfirm={start}
      testId="publication-dialog"
      texts={{ cancel: form.cancel, offline }}
      title={
        plan
          ? counted(isPublish ? texts.publishTitle : texts.withdrawTitle, plan.ready, language)
          : isPublish
            ? texts.publish
            : texts.withdraw
      }
    >
      <p>{isPublish ? texts.publishText : texts.withdrawText}</p>
      {problem !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {problem}
        </p>
      )}
      {!plan && problem === undefined && <p aria-busy="true">{texts.reckoning}</p>}
      {plan && isPublish && (
        <>
          {(plan.published > 0 || plan.refused.length > 0) && (
            <ul className="marks-refused" data-testid="publication-plan">
              {plan.published > 0 && <li>{counted(texts.published, plan.published, language)}</li>}
              {REASONS.filter((of) => count(of) > 0).map((of) => (
                <li data-reason={of} key={of}>
                  {counted(texts.refused[of], count(of), language)}
                </li>
              ))}
            </ul>
          )}
          {count('missingMarks') > 0 && (
            <label className="dft-check">
              <input
                checked={withEmptyCells}
                data-testid="publish-incomplete"
                onChange={(event) => setWithEmptyCells(event.target.checked)}
                type="checkbox"
              />
              <span>{texts.withEmptyCells}</span>
            </label>
          )}
          <FamilyNotice
            families={plan.families}
            language={language}
            mayTell={plan.mayTell}
            onChange={setTelling}
            telling={chosen}
          />
        </>
      )}
      {!isPublish && <NoteField label={texts.note} onChange={setNote} value={note} />}
    </AskModal>
  );
}
