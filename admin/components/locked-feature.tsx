'use client';

import { Button } from '@payloadcms/ui';
import type { FeatureLock, Offer } from '../../core/tenancy/index.ts';
import type { Language } from './language.ts';
import { LOCKED_TEXTS } from './locked-texts.ts';
import { Phrase } from './phrase.tsx';

type Props = {
  lock: FeatureLock;
  language: Language;
  /** What happens meanwhile to what was set up with the feature. */
  note?: string | undefined;
};

/** A feature that the school does not have: what it is, which plans and add-ons have it at what price, and the way there. */
export function LockedFeature({ lock, language, note }: Props) {
  const texts = LOCKED_TEXTS[language];
  const name = lock.name[language];
  return (
    <section
      className="dft-notice dft-notice--warning dft-stack--tight"
      data-testid={`locked-${lock.feature}`}
    >
      <strong>
        <Phrase text={texts.title} values={{ name }} />
      </strong>
      {texts.what[lock.feature] !== undefined && <p>{texts.what[lock.feature]}</p>}
      {lock.offers.length > 0 && (
        <>
          <p>{texts.offers}</p>
          <ul>
            {lock.offers.map((offer) => (
              <li key={`${offer.kind}:${offer.code}`}>
                <bdi>{language === 'ar' ? offer.nameAr : offer.name}</bdi>
                {offer.kind === 'add_on' && ` (${texts.addOn})`}
                {': '}
                <OfferPrice language={language} offer={offer} />
              </li>
            ))}
          </ul>
        </>
      )}
      {note !== undefined && <p>{note}</p>}
      <div className="dft-row">
        <Button el="anchor" newTab={false} size="medium" url="/admin/plan">
          {texts.button}
        </Button>
      </div>
    </section>
  );
}

function OfferPrice({ offer, language }: { offer: Offer; language: Language }) {
  const texts = LOCKED_TEXTS[language];
  if (offer.monthlyCents === undefined) return texts.byContract;
  const dollars = `$${(offer.monthlyCents / 100).toFixed(2)}`;
  return <Phrase text={texts.monthly} values={{ price: <span dir="ltr">{dollars}</span> }} />;
}
