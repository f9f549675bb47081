'use client';

import { useEffect, useState } from 'react';
import type { PlanPage, ShownPreview } from '../../../core/billing/index.ts';
import { AskModal } from '../../components/ask-modal.tsx';
import { callApi, problemSentence } from '../../components/call-api.ts';
import { formatMoney } from '../../components/format-money.ts';
import type { Language } from '../../components/language.ts';
import { exactMoment } from '../../components/moment.ts';
import { Phrase } from '../../components/phrase.tsx';
import type { PlanTexts } from './texts.ts';

export type WantedChange = {
  plan?: string;
  cycle?: 'monthly' | 'yearly';
  addOns?: { code: string; quantity: number }[];
};

type Props = {
  wanted: WantedChange;
  page: PlanPage;
  texts: PlanTexts;
  language: Language;
  onDone: () => Promise<void>;
  onClose: () => void;
};

/** Shows to the cent what a change costs now, line by line, and makes it when that is confirmed. */
export function ChangeModal({ wanted, page, texts, language, onDone, onClose }: Props) {
  const [preview, setPreview] = useState<ShownPreview>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    callApi<ShownPreview>('/plan/preview', wanted)
      .then(setPreview)
      .catch((error: unknown) => setProblem(problemSentence(error, texts.offline)));
  }, [wanted, texts]);

  const plan = page.plans.find(({ code }) => code === wanted.plan)?.name[language] ?? '';
  const title = wanted.plan ? (
    <Phrase text={texts.previewTitle} values={{ plan, cycle: texts[wanted.cycle ?? page.cycle] }} />
  ) : (
    texts.previewAddOn
  );
  const confirm = async () => {
    if (!preview) return;
    await callApi('/plan/change', { ...wanted, expectedCents: preview.chargedNowCents });
    await onDone();
  };
  return (
    <AskModal
      button={texts.confirm}
      confirmTestId="plan-confirm"
      onClose={onClose}
      onConfirm={confirm}
      testId="plan-preview"
      texts={texts}
      title={title}
      working={texts.working}
    >
      {problem !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {problem}
        </p>
      )}
      {!preview && problem === undefined && <p>{texts.working}</p>}
      {preview && <Preview preview={preview} {...{ language, page, texts }} />}
    </AskModal>
  );
}

function Preview({
  preview,
  page,
  texts,
  language,
}: { preview: ShownPreview } & Pick<Props, 'page' | 'texts' | 'language'>) {
  const { chargedNowCents: cents, lines } = preview;
  const sum = cents > 0 ? texts.chargedNow : cents < 0 ? texts.creditedNow : texts.nothingNow;
  return (
    <div className="dft-stack dft-stack--tight">
      {lines.length > 0 && (
        <ul className="plan__lines">
          {lines.map(({ description, amountCents, words }) => (
            <li key={`${description.en}${amountCents}`}>
              <span className="dft-row dft-row--between">
                <span>{description[language]}</span>
                <bdi>{formatMoney(amountCents, language)}</bdi>
              </span>
              <span className="dft-muted">{words[language]}</span>
            </li>
          ))}
        </ul>
      )}
      <p data-cents={cents} data-testid="plan-charged-now">
        <strong>
          <Phrase text={sum} values={{ amount: formatMoney(Math.abs(cents), language) }} />
        </strong>
      </p>
      {preview.effective === 'period_end' && (
        <p>
          <Phrase text={texts.fromEnd} values={{ at: exactMoment(preview.at, page.timeZone) }} />
        </p>
      )}
    </div>
  );
}
