'use client';

import { Button } from '@payloadcms/ui';
import { useState } from 'react';
import type { PlanPage } from '../../../core/billing/index.ts';
import { AskModal } from '../../components/ask-modal.tsx';
import { callApi } from '../../components/call-api.ts';
import { formatMoney } from '../../components/format-money.ts';
import { formatCount, type Language } from '../../components/language.ts';
import { exactMoment } from '../../components/moment.ts';
import { Phrase } from '../../components/phrase.tsx';
import { stateSentence } from './show.ts';
import type { PlanTexts } from './texts.ts';

type Props = {
  page: PlanPage;
  texts: PlanTexts;
  language: Language;
  canManage: boolean;
  onChanged: () => Promise<void>;
};

const TONES: Partial<Record<PlanPage['status'], string>> = {
  trialing: 'good',
  active: 'good',
  past_due: 'warning',
  suspended: 'error',
  cancelled: 'error',
};

/** Plan, state with its instants, what is included and used, and the end of it all. */
export function StateCard({ page, texts, language, canManage, onChanged }: Props) {
  const [isAsking, setAsking] = useState(false);
  const sentence = stateSentence(page, texts);
  const { used } = page;
  const isRunning = ['trialing', 'active', 'past_due'].includes(page.status);
  const end = async (cancel: boolean) => {
    await callApi('/plan/cancel', { cancel });
    await onChanged();
  };
  return (
    <section
      className="dft-card dft-stack dft-stack--tight"
      data-state={page.status}
      data-testid="plan-state"
    >
      <div className="dft-row dft-row--between">
        <h2>
          {page.plan.name[language]} · {texts[page.cycle]}
        </h2>
        <span className={`dft-badge dft-badge--${TONES[page.status] ?? 'good'}`}>
          {texts.states[page.status]}
        </span>
      </div>
      {sentence && (
        <p>
          <Phrase text={sentence.text} values={sentence.values} />
        </p>
      )}
      {page.status === 'trialing' && !page.paymentMethod && <p>{texts.noCard}</p>}
      {page.cancelAtPeriodEnd && (
        <p>
          <Phrase text={texts.ends} values={{ at: exactMoment(page.periodEnd, page.timeZone) }} />
        </p>
      )}
      {page.pendingPlan && (
        <p>
          <Phrase
            text={texts.planned}
            values={{ at: exactMoment(page.periodEnd, page.timeZone), plan: page.pendingPlan.name[language] }}
          />
        </p>
      )}
      {page.groupPercent !== '0' && (
        <p>
          <Phrase text={texts.discount} values={{ percent: page.groupPercent }} />
        </p>
      )}
      {page.contractCents !== undefined && (
        <p>
          <Phrase text={texts.contract} values={{ amount: formatMoney(page.contractCents, language) }} />
        </p>
      )}
      <h3>{texts.used}</h3>
      <dl className="plan__used">
        <Used
          included={used.includedStudents === undefined ? undefined : formatCount(used.includedStudents)}
          texts={texts}
          title={texts.students}
          used={formatCount(used.students)}
        />
        <Used
          included={
            used.includedStorageGb === undefined
              ? undefined
              : `${formatCount(used.includedStorageGb)} ${texts.gb}`
          }
          texts={texts}
          title={texts.storage}
          used={`${(used.storageBytes / 1e9).toFixed(2)} ${texts.gb}`}
        />
      </dl>
      {canManage && isRunning && (
        <div className="dft-row">
          {page.cancelAtPeriodEnd ? (
            <Button buttonStyle="secondary" onClick={() => void end(false)} size="small">
              {texts.keep}
            </Button>
          ) : (
            <Button
              buttonStyle="secondary"
              extraButtonProps={{ 'data-testid': 'plan-end' }}
              onClick={() => setAsking(true)}
              size="small"
            >
              {texts.end}
            </Button>
          )}
        </div>
      )}
      {isAsking && (
        <AskModal
          button={texts.end}
          confirmTestId="plan-end-confirm"
          isDangerous
          onClose={() => setAsking(false)}
          onConfirm={() => end(true)}
          texts={texts}
          title={texts.endTitle}
        >
          <p>
            <Phrase text={texts.endText} values={{ at: exactMoment(page.periodEnd, page.timeZone) }} />
          </p>
        </AskModal>
      )}
    </section>
  );
}

function Used({
  title,
  used,
  included,
  texts,
}: {
  title: string;
  used: string;
  included: string | undefined;
  texts: PlanTexts;
}) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        {included === undefined ? (
          <Phrase text={texts.ofUnlimited} values={{ used }} />
        ) : (
          <Phrase text={texts.of} values={{ used, included }} />
        )}
      </dd>
    </div>
  );
}
