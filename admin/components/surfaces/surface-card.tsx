'use client';

import { type ComponentProps, useId } from 'react';
import type { Bilingual } from '../../../plugins/sdk/index.ts';
import { BLOCK_TEXTS } from '../blocks/texts.ts';
import { Phrase } from '../phrase.tsx';
import { Surface } from './surface.tsx';

type Props = ComponentProps<typeof Surface> & { title: Bilingual; testId: string; isWide?: boolean };

/** A card on a page of the product with what an add-on shows; it always says whose it is. */
export function SurfaceCard({ title, testId, isWide = false, ...surface }: Props) {
  const { addOn, language } = surface;
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className={`surface-card${isWide ? ' surface-card--wide' : ''}`}
      data-testid={testId}
    >
      <header className="surface-card__head">
        <h2 id={id}>{title[language]}</h2>
        <p className="dft-muted">
          <Phrase text={BLOCK_TEXTS[language].from} values={{ name: addOn.name[language] }} />
        </p>
      </header>
      <Surface {...surface} heading={title[language]} />
    </section>
  );
}
