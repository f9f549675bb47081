'use client';

import type { FamilyCount, Telling } from '../../core/communication/browser.ts';
import type { Language } from '../../core/kernel/index.ts';
import { FAMILY_NOTICE_TEXTS } from './family-notice-texts.ts';
import { counted } from './format.ts';

export type FamilyPlan = { families: FamilyCount; mayTell: boolean };
type FamilyNoticeProps = FamilyPlan & {
  language: Language;
  telling: Telling;
  onChange: (telling: Telling) => void;
};

/** What a dialog chooses before anybody changed it: those are told who were not told yet. */
export function firstTelling({ families, mayTell }: FamilyPlan): Telling {
  return mayTell && families.canTell && families.messages > 0 ? 'new' : 'none';
}

/** Whether families are told by text message, how many messages that is, and who gets none. */
export function FamilyNotice({ families, mayTell, language, telling, onChange }: FamilyNoticeProps) {
  const texts = FAMILY_NOTICE_TEXTS[language];
  if (!families.canTell || !mayTell)
    return (
      <p className="dft-notice" data-testid="families-untold">
        {mayTell ? (
          <>
            {texts.noAddOn} <a href="/admin/add-ons">{texts.addOns}</a>
          </>
        ) : (
          texts.mayNot
        )}
      </p>
    );
  const { messages, everybody, toldBefore, withoutNumber } = families;
  return (
    <div className="dft-stack dft-stack--tight" data-testid="families">
      {messages > 0 && (
        <label className="dft-check">
          <input
            checked={telling !== 'none'}
            data-testid="tell-families"
            onChange={(event) => onChange(event.target.checked ? 'new' : 'none')}
            type="checkbox"
          />
          <span>
            {texts.tell} <strong>{counted(texts.messages, messages, language)}</strong>
          </span>
        </label>
      )}
      {toldBefore > 0 && (
        <label className="dft-check">
          <input
            checked={telling === 'all'}
            data-testid="tell-again"
            onChange={(event) => onChange(event.target.checked ? 'all' : messages > 0 ? 'new' : 'none')}
            type="checkbox"
          />
          <span>
            {counted(texts.toldBefore, toldBefore, language)} {texts.again}{' '}
            <strong>{counted(texts.messages, everybody, language)}</strong>
          </span>
        </label>
      )}
      {messages === 0 && toldBefore === 0 && <p>{texts.nobody}</p>}
      {everybody > 0 && <p className="dft-muted">{texts.how}</p>}
      {withoutNumber > 0 && (
        <p className="dft-muted" data-testid="families-without-number">
          {counted(texts.withoutNumber, withoutNumber, language)}
        </p>
      )}
    </div>
  );
}
