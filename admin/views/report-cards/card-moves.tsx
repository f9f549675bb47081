'use client';

import { Button } from '@payloadcms/ui';
import { useState } from 'react';
import type { Telling } from '../../../core/communication/browser.ts';
import { AskModal } from '../../components/ask-modal.tsx';
import { callApi } from '../../components/call-api.ts';
import { FamilyNotice, type FamilyPlan, firstTelling } from '../../components/family-notice.tsx';
import { fill } from '../../components/format.ts';
import type { Language } from '../../components/language.ts';
import { NoteField } from '../../components/note-field.tsx';
import { Labelled } from './parts.tsx';
import type { OverviewPupil } from './report-api.ts';
import type { Rights } from './report-cards-client.tsx';
import type { ReportTexts } from './texts.ts';

type Card = NonNullable<OverviewPupil['card']>;
type Move = 'submit' | 'return' | 'approve' | 'publish' | 'withdraw';
type Props = {
  cards: Card[];
  rights: Rights;
  texts: ReportTexts;
  today: string;
  language: Language;
  onMoved: (count: number) => Promise<void>;
};

/** From which states each step takes cards. */
const FROM: Record<Move, readonly Card['state'][]> = {
  submit: ['draft'],
  return: ['submitted'],
  approve: ['draft', 'submitted'],
  publish: ['approved'],
  withdraw: ['approved', 'published'],
};

/** The steps that the chosen cards can take, for who may. Each step takes those of the chosen that are ready for it. */
export function CardMoves({ cards, rights, texts, today, language, onMoved }: Props) {
  const [move, setMove] = useState<Move>();
  const [note, setNote] = useState('');
  const [publishOn, setPublishOn] = useState(today);
  const [withoutComments, setWithoutComments] = useState(false);
  const [plan, setPlan] = useState<FamilyPlan | 'unknown'>();
  const [telling, setTelling] = useState<Telling>('none');

  const ready = (of: Move) => cards.filter(({ state }) => FROM[of].includes(state)).map(({ id }) => id);
  const labels: Record<Move, string> = {
    submit: texts.submit,
    return: texts.returnCards,
    approve: texts.approve,
    publish: texts.publish,
    withdraw: texts.withdraw,
  };
  const allowed: Move[] = [
    ...(rights.comment ? (['submit'] as const) : []),
    ...(rights.approve ? (['return', 'approve', 'publish', 'withdraw'] as const) : []),
  ];
  const open = allowed.filter((of) => ready(of).length > 0);
  const send = async (of: Move) => {
    const ids = ready(of);
    const extras = {
      submit: {},
      return: { note },
      approve: { withoutComments },
      publish: { publishOn, telling },
      withdraw: { note },
    }[of];
    await callApi(`/report-cards/${of}`, { cards: ids, ...extras });
    setNote('');
    await onMoved(ids.length);
  };
  const ask = (of: Move) => {
    setMove(of);
    if (of !== 'publish') return;
    setPlan(undefined);
    setTelling('none');
    // Without an answer the cards can be published all the same, and nobody is told.
    callApi<FamilyPlan>('/report-cards/families', { cards: ready(of) })
      .then((answer) => {
        setPlan(answer);
        setTelling(firstTelling(answer));
      })
      .catch(() => setPlan('unknown'));
  };
  const titles: Record<Move, string> = {
    submit: texts.submit,
    return: texts.returnTitle,
    approve: texts.approveTitle,
    publish: texts.publishTitle,
    withdraw: texts.withdrawTitle,
  };
  if (open.length === 0) return null;
  return (
    <>
      <div className="dft-row report-cards__moves">
        {open.map((of) => (
          <Button
            buttonStyle={of === 'return' || of === 'withdraw' ? 'secondary' : 'primary'}
            extraButtonProps={{ 'data-testid': `move-${of}` }}
            key={of}
            onClick={() => ask(of)}
          >
            {labels[of]} ({ready(of).length})
          </Button>
        ))}
      </div>
      {move !== undefined && (
        <AskModal
          button={labels[move]}
          confirmTestId="move-confirm"
          isDangerous={move === 'withdraw'}
          isReady={move !== 'publish' || plan !== undefined}
          onClose={() => setMove(undefined)}
          onConfirm={() => send(move)}
          texts={{ cancel: texts.cancel, offline: texts.offline }}
          title={fill(titles[move], { count: ready(move).length })}
        >
          {move === 'approve' && (
            <>
              <p>{texts.approveText}</p>
              <label className="dft-check">
                <input
                  checked={withoutComments}
                  data-testid="without-comments"
                  onChange={(event) => setWithoutComments(event.target.checked)}
                  type="checkbox"
                />
                <span>{texts.withoutComments}</span>
              </label>
            </>
          )}
          {move === 'publish' && (
            <>
              <p>{texts.publishText}</p>
              <Labelled label={texts.publishOn}>
                <input
                  className="dft-input"
                  min={today}
                  onChange={(event) => setPublishOn(event.target.value)}
                  required
                  type="date"
                  value={publishOn}
                />
              </Labelled>
              {plan && plan !== 'unknown' && (
                <FamilyNotice {...plan} language={language} onChange={setTelling} telling={telling} />
              )}
            </>
          )}
          {(move === 'return' || move === 'withdraw') && (
            <NoteField
              className="report-cards__field"
              label={move === 'return' ? texts.returnText : texts.withdrawText}
              onChange={setNote}
              value={note}
            />
          )}
        </AskModal>
      )}
    </>
  );
}
