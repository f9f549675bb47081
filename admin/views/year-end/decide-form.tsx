import { Button } from '@payloadcms/ui';
import { type ReactNode, useState } from 'react';
import { inArabicOrder } from '../../../core/kernel/browser.ts';
import type { Outcome } from '../../../core/year-end/browser.ts';
import { fill, formatNumber } from '../../components/format.ts';
import type { Language } from '../../components/language.ts';
import { ModalActions } from '../../components/modal.tsx';
import { YEAR_END_TEXTS } from './texts.ts';
import { type NextClass, OUTCOMES } from './types.ts';

export type Wish = { outcome: Outcome; toClass?: string; exitDate?: string; exitReason?: string };

type Props = {
  chosen: string[];
  nextClasses: NextClass[];
  language: Language;
  isBusy: boolean;
  onDecide: (wish: Wish) => Promise<void>;
  onClose: () => void;
  /** The list of those to choose from, between what is decided and the button. */
  children: ReactNode;
};

/** One decision for the pupils who are chosen. */
export function DecideForm({ chosen, nextClasses, language, isBusy, onDecide, onClose, children }: Props) {
  const { pupils: texts, outcomes } = YEAR_END_TEXTS[language];
  const [outcome, setOutcome] = useState<Outcome>('promote');
  const [toClass, setToClass] = useState('');
  const [exitDate, setExitDate] = useState('');
  const [exitReason, setExitReason] = useState('');
  const stays = outcome === 'promote' || outcome === 'repeat';
  const leaves = outcome === 'leave';
  const nameOf = (entry: NextClass) => {
    const title = language === 'ar' ? inArabicOrder(entry.titleAr ?? entry.title) : entry.title;
    const places = entry.capacity === null ? '' : ` / ${formatNumber(entry.capacity, language)}`;
    return `${title} (${formatNumber(entry.pupils, language)}${places})`;
  };
  return (
    <>
      <div className="year-end__fields">
        <label className="dft-stack--tight">
          {texts.outcome}
          <select
            className="dft-input"
            data-testid="outcome"
            onChange={(event) => setOutcome(event.target.value as Outcome)}
            value={outcome}
          >
            {OUTCOMES.map((name) => (
              <option key={name} value={name}>
                {outcomes[name]}
              </option>
            ))}
          </select>
        </label>
        {stays && (
          <label className="dft-stack--tight">
            {texts.toClass}
            <select
              className="dft-input"
              data-testid="to-class"
              onChange={(event) => setToClass(event.target.value)}
              value={toClass}
            >
              <option value="">{texts.chooseClass}</option>
              {nextClasses.map((entry) => (
                <option key={entry.id} value={entry.id}>
                  {nameOf(entry)}
                </option>
              ))}
            </select>
          </label>
        )}
        {leaves && (
          <>
            <label className="dft-stack--tight">
              {texts.exitDate}
              <input
                className="dft-input"
                onChange={(event) => setExitDate(event.target.value)}
                type="date"
                value={exitDate}
              />
            </label>
            <label className="dft-stack--tight">
              {texts.exitReason}
              <input
                className="dft-input"
                maxLength={200}
                onChange={(event) => setExitReason(event.target.value)}
                value={exitReason}
              />
            </label>
          </>
        )}
      </div>
      {children}
      <ModalActions>
        <Button
          disabled={isBusy || chosen.length === 0 || (stays && toClass === '')}
          extraButtonProps={{ 'data-testid': 'decide' }}
          onClick={() =>
            void onDecide({
              outcome,
              ...(stays ? { toClass } : {}),
              ...(leaves && exitDate !== '' ? { exitDate } : {}),
              ...(leaves && exitReason !== '' ? { exitReason } : {}),
            })
          }
        >
          {texts.apply}
        </Button>
        <Button buttonStyle="secondary" onClick={onClose}>
          {texts.close}
        </Button>
        <span className="dft-muted">
          {fill(texts.chosen, { count: formatNumber(chosen.length, language) })}
        </span>
      </ModalActions>
    </>
  );
}
