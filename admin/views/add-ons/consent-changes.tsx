'use client';

import type { ConsentDifference } from '../../../plugins/sdk/index.ts';
import type { Language } from '../../components/language.ts';
import type { LifeTexts } from './life-texts.ts';

type Props = { difference: ConsentDifference; language: Language; texts: LifeTexts };

/** What a version asks for beyond what was accepted, and what it gives up, one plain sentence each. */
export function ConsentChanges({ difference, language, texts }: Props) {
  const { added, removed } = difference;
  return (
    <div className="dft-stack dft-stack--tight" data-testid="addon-difference">
      <p>{added.length > 0 ? texts.upgradeMore : texts.upgradeSame}</p>
      {added.length > 0 && (
        <ul className="add-ons__list">
          {added.map(({ kind, name, sentence, purpose }) => (
            <li key={`${kind} ${name}`}>
              <strong>{sentence[language]}</strong>
              {purpose && (
                <p className="dft-muted">
                  {texts.why} {purpose[language]}
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
      {removed.length > 0 && (
        <>
          <p>{texts.gives}</p>
          <ul className="add-ons__list">
            {removed.map(({ kind, name, sentence }) => (
              <li key={`${kind} ${name}`}>{sentence[language]}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
