'use client';

import type { AddOn } from '../../../marketplace/index.ts';
import type { Language } from '../../components/language.ts';
import type { AddOnTexts } from './texts.ts';

type CardProps = { addOn: AddOn; language: Language; texts: AddOnTexts; onOpen: (pluginId: string) => void };

/** One add-on of the catalogue. */
export function AddOnCard({ addOn, language, texts, onOpen }: CardProps) {
  const { manifest, pluginId } = addOn;
  return (
    <article className="dft-card add-ons__card" data-plugin={pluginId} data-testid="addon-card">
      <div className="dft-row dft-row--between">
        <h2>
          <a
            href={`?plugin=${encodeURIComponent(pluginId)}`}
            onClick={(event) => {
              event.preventDefault();
              onOpen(pluginId);
            }}
          >
            {manifest.name[language]}
          </a>
        </h2>
        <AddOnState addOn={addOn} texts={texts} />
      </div>
      <p>{manifest.description[language]}</p>
      <AddOnFacts addOn={addOn} texts={texts} />
    </article>
  );
}

/** Whether the school has it, and whether it is on. */
export function AddOnState({ addOn, texts }: { addOn: AddOn; texts: AddOnTexts }) {
  const state = addOn.install?.state ?? 'available';
  const tone = { enabled: ' dft-badge--good', suspended: ' dft-badge--error' }[state as string] ?? '';
  return (
    <span className={`dft-badge${tone}`} data-state={state} data-testid="addon-state">
      {texts.states[state]}
    </span>
  );
}

/** Publisher, version and category in one line. */
export function AddOnFacts({ addOn, texts }: { addOn: AddOn; texts: AddOnTexts }) {
  const { publisher, category } = addOn.manifest;
  return (
    <dl className="add-ons__facts">
      <div>
        <dt>{texts.publisher}</dt>
        <dd>
          <bdi>{publisher.name}</bdi>
        </dd>
      </div>
      <div>
        <dt>{texts.version}</dt>
        <dd>
          <bdi>{addOn.install?.version ?? addOn.version}</bdi>
        </dd>
      </div>
      <div>
        <dt>{texts.category}</dt>
        <dd>{texts.categories[category] ?? <bdi>{category}</bdi>}</dd>
      </div>
    </dl>
  );
}
