'use client';

import { useMemo } from 'react';
import { describeDifference, dominatedPlans, type PriceBookContent } from '../../../core/billing/browser.ts';
import { fill } from '../../components/format.ts';
import type { Language } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import type { FeatureWords } from './form/entry-form.tsx';
import type { Version } from './price-book-api.ts';
import { PRICE_BOOK_TEXTS } from './texts.ts';

type Props = {
  content: PriceBookContent;
  version: Version;
  features: FeatureWords;
  /** Named in the sentences when it is known. */
  validFrom?: Date | undefined;
  language: Language;
};

const BADGES = { dearer: ' dft-badge--warning', cheaper: ' dft-badge--good', neutral: '' };

/** What a draft changes of the valid version, in sentences, and the plans that make no sense in it. */
export function DifferenceList({ content, version, features, validFrom, language }: Props) {
  const texts = PRICE_BOOK_TEXTS[language];
  const changes = useMemo(
    () => describeDifference(version.content, content, { validFrom, features }),
    [content, features, validFrom, version],
  );
  const dominated = useMemo(() => dominatedPlans(content), [content]);
  const nameOf = (code: string) => content.plans.find((plan) => plan.code === code)?.name[language] ?? code;
  const number = { version: version.version };
  return (
    <div className="dft-stack">
      <section className="dft-card dft-stack dft-stack--tight" data-testid="difference">
        <p className="dft-muted">{fill(changes.length === 0 ? texts.noDifference : texts.differs, number)}</p>
        <ul className="price-book__changes">
          {changes.map(({ area, code, field, tone, words }) => (
            <li key={`${area} ${code} ${field} ${words.en}`}>
              <span className={`dft-badge${BADGES[tone]}`}>{texts[tone]}</span>
              <span>{words[language]}</span>
            </li>
          ))}
        </ul>
      </section>
      <section className="dft-card dft-stack dft-stack--tight" data-testid="dominated">
        <h3>{texts.dominated}</h3>
        {dominated.length === 0 && <p className="dft-muted">{texts.noDominated}</p>}
        {dominated.map(({ plan, cycle, by }) => (
          <p className="dft-notice dft-notice--warning" key={`${plan} ${cycle}`}>
            <span>
              <Phrase
                text={texts.dominatedLine}
                values={{ plan: nameOf(plan), cycle: texts.cycles[cycle], by: by.map(nameOf).join(' / ') }}
              />
            </span>
          </p>
        ))}
      </section>
    </div>
  );
}
