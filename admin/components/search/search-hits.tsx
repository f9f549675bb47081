import { useEffect, useRef } from 'react';
import type { SearchHit } from '../../../core/search/browser.ts';
import type { Language } from '../language.ts';
import { hitHref } from './hit-href.ts';
import { SEARCH_TEXTS } from './texts.ts';

type Props = {
  hits: SearchHit[];
  chosen: number;
  id: string;
  language: Language;
  onOpen: (hit: SearchHit) => void;
  onPoint: (index: number) => void;
};

/** The hits in groups by kind. The focus stays in the field; the chosen one is told by aria-activedescendant. */
export function SearchHits({ hits, chosen, id, language, onOpen, onPoint }: Props) {
  const texts = SEARCH_TEXTS[language];
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector(`[data-index="${chosen}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const groups = Map.groupBy(
    hits.map((hit, index) => ({ hit, index })),
    ({ hit }) => hit.kind,
  );
  return (
    <div aria-label={texts.title} className="dft-search__hits" id={`${id}-hits`} ref={list} role="listbox">
      {[...groups].map(([kind, entries]) => (
        // biome-ignore lint/a11y/useSemanticElements: a group of options has no element of its own
        <div aria-labelledby={`${id}-${kind}`} key={kind} role="group">
          <h3 className="dft-search__kind" id={`${id}-${kind}`}>
            {texts.kinds[kind]}
          </h3>
          {entries.map(({ hit, index }) => (
            <a
              aria-selected={index === chosen}
              className="dft-search__hit"
              data-index={index}
              data-testid={`hit-${kind}`}
              href={hitHref(hit)}
              id={`${id}-${index}`}
              key={hit.id}
              onClick={(event) => {
                if (event.ctrlKey || event.metaKey || event.shiftKey) return;
                event.preventDefault();
                onOpen(hit);
              }}
              onMouseMove={() => onPoint(index)}
              role="option"
              tabIndex={-1}
            >
              <Hit hit={hit} language={language} />
            </a>
          ))}
        </div>
      ))}
    </div>
  );
}

function Hit({ hit, language }: { hit: SearchHit; language: Language }) {
  const texts = SEARCH_TEXTS[language];
  const isArabic = language === 'ar';
  const title = isArabic ? (hit.titleAr ?? hit.title) : hit.title;
  const other = isArabic ? hit.title : hit.titleAr;
  const detail = isArabic ? hit.detailAr : hit.detail;
  return (
    <>
      <span className="dft-search__title">
        <bdi>{title}</bdi>
        {other && other !== title && (
          <bdi className="dft-search__other" lang={isArabic ? 'en' : 'ar'}>
            {other}
          </bdi>
        )}
      </span>
      <span className="dft-search__detail">
        {detail && <bdi>{detail}</bdi>}
        {!hit.active && <span className="dft-search__mark">{texts.inactive}</span>}
        {hit.match === 'fuzzy' && <span className="dft-search__mark">{texts.fuzzy}</span>}
      </span>
    </>
  );
}
