'use client';

import { Button } from '@payloadcms/ui';
import { useCallback, useEffect, useState } from 'react';
import type { ReportChoices } from '../../../core/reports/index.ts';
import { callApi } from '../../components/call-api.ts';
import { fill } from '../../components/format.ts';
import { useWork } from '../../components/use-work.ts';
import { BatchPanel } from './batch-panel.tsx';
import { CardMoves } from './card-moves.tsx';
import { CardTable } from './card-table.tsx';
import { LayoutChoice, Problem } from './parts.tsx';
import { download, type Layout, type Overview } from './report-api.ts';
import type { Place, Rights } from './report-cards-client.tsx';
import type { ReportTexts } from './texts.ts';

type Props = {
  place: Place;
  rights: Rights;
  rooms: ReportChoices['classrooms'];
  texts: ReportTexts;
  today: string;
};

/** One class in one term: who has which card, what is missing, and the next step. */
export function CardsTab({ place, rights, rooms, texts, today }: Props) {
  const { term, classroom, language } = place;
  const [overview, setOverview] = useState<Overview>();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [layout, setLayout] = useState<Layout>(language);
  const [message, setMessage] = useState<string>();
  const { isBusy, problem, work } = useWork(texts.offline);

  const load = useCallback(async () => {
    setOverview(await callApi<Overview>(`/report-cards/class?term=${term}&classroom=${classroom}`));
    setChosen(new Set());
  }, [term, classroom]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: read when the class changes
  useEffect(() => {
    void work(load);
  }, [load]);

  const pupils = overview?.pupils ?? [];
  const withoutCard = pupils.filter(({ card }) => card === null).length;
  const cards = pupils.flatMap(({ student, card }) => (card && chosen.has(student) ? [card] : []));
  const makeDrafts = () =>
    work(async () => {
      const body = { term, classrooms: [classroom] };
      const { made } = await callApi<{ made: number }>('/report-cards/drafts', body);
      setMessage(fill(texts.draftsMade, { count: made }));
      await load();
    });
  const print = (card: string, isDraft: boolean) => {
    if (isDraft) window.open(`/api/report-cards/proof?card=${card}&layout=${layout}`, '_blank', 'noopener');
    else void work(() => download('/report-cards/print', { card, layout }));
  };

  return (
    <div className="dft-stack">
      <Problem text={problem} />
      {message !== undefined && (
        <p className="dft-notice dft-notice--good" data-testid="report-message" role="status">
          {message}
        </p>
      )}
      <section className="dft-card dft-stack">
        <div className="dft-row dft-row--between">
          <LayoutChoice layout={layout} onChange={setLayout} texts={texts} />
          {rights.prepare && withoutCard > 0 && (
            <Button
              disabled={isBusy}
              extraButtonProps={{ 'data-testid': 'make-drafts' }}
              onClick={() => void makeDrafts()}
            >
              {texts.makeDrafts}
            </Button>
          )}
        </div>
        {overview !== undefined && pupils.length === 0 && <p>{texts.noPupils}</p>}
        {pupils.length > 0 && (
          <CardTable {...{ pupils, chosen, texts, language, isBusy }} onChoose={setChosen} onPrint={print} />
        )}
        <CardMoves
          cards={cards}
          language={language}
          onMoved={async (count) => {
            setMessage(fill(texts.done, { count }));
            await load();
          }}
          rights={rights}
          texts={texts}
          today={today}
        />
      </section>
      {rights.prepare && (
        <BatchPanel
          language={language}
          layout={layout}
          openClass={classroom}
          rooms={rooms}
          term={term}
          texts={texts}
        />
      )}
    </div>
  );
}
