'use client';

import { useMemo, useState } from 'react';
import type { SheetList } from '../../../core/gradebook/index.ts';
import type { Language } from '../../../core/kernel/index.ts';
import { GroupTable } from './group-table.tsx';
import { narrowingsOf } from './narrowings.ts';
import { PUBLICATION_TEXTS } from './publication-texts.ts';
import { TermPublication } from './term-publication.tsx';
import { MARK_TEXTS } from './texts.ts';

type OverviewBoardProps = {
  list: SheetList;
  term: string;
  language: Language;
  canPublish: boolean;
  onOpen: (offering: string) => void;
  onPublished: () => void;
};

/** Where the marks of a term stand, for all lesson groups; who may publish does it here, for the whole term or a part of it. */
export function OverviewBoard({ list, term, language, canPublish, onOpen, onPublished }: OverviewBoardProps) {
  const texts = MARK_TEXTS[language];
  const [query, setQuery] = useState('');
  const [narrowed, setNarrowed] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const yearId = list.terms.find(({ id }) => id === term)?.yearId;
  const ofYear = useMemo(() => list.groups.filter((group) => group.yearId === yearId), [list, yearId]);
  const narrowings = useMemo(() => narrowingsOf(ofYear, language), [ofYear, language]);
  const narrowing = narrowings.find(({ value }) => value === narrowed);
  const groups = useMemo(
    () =>
      ofYear.filter(
        (group) =>
          (narrowing?.holds(group) ?? true) &&
          [group.title, group.titleAr ?? '', group.subject, group.subjectAr ?? ''].some((name) =>
            name.toLowerCase().includes(query.trim().toLowerCase()),
          ),
      ),
    [ofYear, narrowing, query],
  );
  const isOut = (group: SheetList['groups'][number]) => group.sheets[term]?.state === 'published';
  return (
    <div className="dft-stack">
      {canPublish && (
        <TermPublication
          chosen={[...chosen]}
          hasPublished={ofYear.some(isOut)}
          language={language}
          narrowing={narrowing}
          onEnd={onPublished}
          onOpen={onOpen}
          onStarted={() => setChosen(new Set())}
          term={term}
        />
      )}
      <section className="dft-stack" data-testid="marks-overview">
        <p className="dft-muted">{texts.overviewLead}</p>
        <div className="dft-row">
          <input
            aria-label={texts.find}
            className="dft-input marks-overview__find"
            onChange={(event) => setQuery(event.target.value)}
            placeholder={texts.find}
            type="search"
            value={query}
          />
          {narrowings.length > 1 && (
            <select
              aria-label={PUBLICATION_TEXTS[language].scope}
              className="dft-input marks-overview__find"
              data-testid="marks-narrow"
              onChange={(event) => {
                setNarrowed(event.target.value);
                setChosen(new Set());
              }}
              value={narrowed}
            >
              <option value="">{PUBLICATION_TEXTS[language].all}</option>
              {narrowings.map(({ value, title }) => (
                <option key={value} value={value}>
                  {title}
                </option>
              ))}
            </select>
          )}
        </div>
        <GroupTable
          groups={groups}
          language={language}
          onOpen={onOpen}
          term={term}
          {...(canPublish ? { choice: { chosen, onChange: setChosen } } : {})}
        />
      </section>
    </div>
  );
}
