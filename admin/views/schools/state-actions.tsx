'use client';

import { useState } from 'react';
import type { StateAction } from '../../../core/administration/index.ts';
import type { Language } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import { SCHOOLS_TEXTS } from './texts.ts';

type Body = { action: StateAction; reason?: string; confirm?: string };
type Props = {
  actions: StateAction[];
  subdomain: string;
  language: Language;
  busy: boolean;
  onAct: (body: Body) => Promise<boolean>;
};

/** The buttons of a school's state. To suspend needs a reason; to archive, the subdomain typed. */
export function StateActions({ actions, subdomain, language, busy, onAct }: Props) {
  const texts = SCHOOLS_TEXTS[language];
  const [asking, setAsking] = useState<'suspend' | 'archive'>();
  const [answer, setAnswer] = useState('');

  const act = async (body: Body) => {
    if (!(await onAct(body))) return;
    setAsking(undefined);
    setAnswer('');
  };
  const press = (action: StateAction) => {
    setAnswer('');
    if (action === 'suspend' || action === 'archive') setAsking(action);
    else void act({ action });
  };
  const isReady = asking === 'archive' ? answer.trim().toLowerCase() === subdomain : answer.trim() !== '';
  return (
    <div className="dft-card dft-stack dft-stack--tight">
      <div className="dft-row">
        {actions.map((action) => (
          <button
            className={`schools__button${action === 'archive' ? ' schools__button--danger' : ''}`}
            data-testid={`school-${action}`}
            disabled={busy}
            key={action}
            onClick={() => press(action)}
            type="button"
          >
            {texts.actions[action]}
          </button>
        ))}
      </div>
      <p className="dft-muted">{texts.actsSoon}</p>
      {asking && (
        <form
          className="dft-row schools__filters"
          onSubmit={(event) => {
            event.preventDefault();
            void act({
              action: asking,
              ...(asking === 'archive' ? { confirm: answer } : { reason: answer }),
            });
          }}
        >
          <label>
            <span>
              {asking === 'archive' ? <Phrase text={texts.confirm} values={{ subdomain }} /> : texts.reason}
            </span>
            <input
              className="dft-input"
              data-testid="school-answer"
              maxLength={500}
              onChange={(event) => setAnswer(event.target.value)}
              value={answer}
            />
          </label>
          <button
            className="schools__button schools__button--danger"
            data-testid="school-confirm"
            disabled={busy || !isReady}
            type="submit"
          >
            {texts.actions[asking]}
          </button>
          <button className="schools__button" onClick={() => setAsking(undefined)} type="button">
            {texts.cancel}
          </button>
        </form>
      )}
    </div>
  );
}
