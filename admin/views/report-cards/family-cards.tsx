'use client';

import { Button } from '@payloadcms/ui';
import { useEffect, useState } from 'react';
import { callApi } from '../../components/call-api.ts';
import { fill } from '../../components/format.ts';
import { formatMoment, type Language } from '../../components/language.ts';
import { useWork } from '../../components/use-work.ts';
import { LayoutChoice, Problem } from './parts.tsx';
import { download, type Layout, type PublishedCard } from './report-api.ts';
import { REPORT_TEXTS } from './texts.ts';
import './report-cards.css';

/** The published cards of somebody's children. */
export function FamilyCards({ language, timeZone }: { language: Language; timeZone: string }) {
  const texts = REPORT_TEXTS[language];
  const [cards, setCards] = useState<PublishedCard[]>();
  const [layout, setLayout] = useState<Layout>(language);
  const { isBusy, problem, work } = useWork(texts.offline);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list is read once
  useEffect(() => {
    void work(async () => setCards((await callApi<{ cards: PublishedCard[] }>('/report-cards/mine')).cards));
  }, []);
  return (
    <div className="dft-stack">
      <Problem text={problem} />
      {cards?.length === 0 && <p className="dft-notice">{texts.none}</p>}
      {cards !== undefined && cards.length > 0 && (
        <>
          <LayoutChoice layout={layout} onChange={setLayout} texts={texts} />
          <ul className="report-cards__list">
            {cards.map((card) => (
              <li className="dft-card dft-row dft-row--between" data-testid="family-card" key={card.id}>
                <div>
                  <h2>
                    <bdi>{language === 'ar' ? (card.nameAr ?? card.name) : card.name}</bdi>
                  </h2>
                  <p>
                    <bdi>{language === 'ar' ? card.termAr : card.term}</bdi> · <bdi>{card.year}</bdi>
                  </p>
                  <p className="dft-muted">
                    <bdi>{card.number}</bdi>
                    {' · '}
                    {fill(texts.publishedOn, { date: formatMoment(card.publishedAt, timeZone).slice(0, 10) })}
                    {card.version > 1 && ` · ${fill(texts.version, { version: card.version })}`}
                  </p>
                </div>
                <Button
                  disabled={isBusy}
                  onClick={() => void work(() => download('/report-cards/print', { card: card.id, layout }))}
                >
                  {texts.print}
                </Button>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
