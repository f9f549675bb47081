'use client';

import { Button } from '@payloadcms/ui';
import { useState } from 'react';
import type { DataReadDay, DataReader, DataReadPage } from '../../../marketplace/index.ts';
import { callApi } from '../../components/call-api.ts';
import { fill } from '../../components/format.ts';
import type { Language } from '../../components/language.ts';
import { useWork } from '../../components/use-work.ts';
import { DataAccessChart } from './data-access-chart.tsx';
import { DataAccessFilters, type Filter } from './data-access-filters.tsx';
import { ReadEntry } from './read-entry.tsx';
import { ReceiptCard } from './receipt-card.tsx';
import { DATA_ACCESS_TEXTS } from './texts.ts';
import './data-access.css';

type Props = {
  canExport: boolean;
  language: Language;
  /** The receipt that a link of another page asks for. */
  receipt: string | undefined;
  start: { filter: Filter; page: DataReadPage; days: DataReadDay[]; readers: DataReader[] };
  zone: string;
};

/** The log of readings with its filters, a chart of each class of data, and the receipt of a reading. */
export function DataAccessClient({ canExport, language, receipt: asked, start, zone }: Props) {
  const texts = DATA_ACCESS_TEXTS[language];
  const [filter, setFilter] = useState(start.filter);
  const [page, setPage] = useState(start.page);
  const [days, setDays] = useState(start.days);
  const [receipt, setReceipt] = useState(asked);
  const { isBusy, problem, work } = useWork(texts.offline);

  const show = (wanted: Filter) =>
    work(async () => {
      const query = queryOf(wanted);
      const [entries, counted] = await Promise.all([
        callApi<DataReadPage>(`/data-access/entries?${query}`),
        callApi<{ days: DataReadDay[] }>(`/data-access/days?${query}`),
      ]);
      setFilter(wanted);
      setPage(entries);
      setDays(counted.days);
    });
  const more = () =>
    work(async () => {
      const query = queryOf(filter);
      query.set('cursor', page.next ?? '');
      const older = await callApi<DataReadPage>(`/data-access/entries?${query}`);
      setPage({ entries: [...page.entries, ...older.entries], next: older.next });
    });
  const nameOf = (plugin: string) => {
    const reader = start.readers.find(({ id }) => id === plugin);
    return reader === undefined ? plugin : language === 'ar' ? reader.nameAr : reader.name;
  };

  return (
    <div className="dft-stack">
      {receipt !== undefined && (
        <ReceiptCard
          id={receipt}
          nameOf={nameOf}
          onClose={() => setReceipt(undefined)}
          {...{ language, texts, zone }}
        />
      )}
      <DataAccessFilters
        isBusy={isBusy}
        nameOf={nameOf}
        onShow={(wanted) => void show(wanted)}
        readers={start.readers}
        start={start.filter}
        texts={texts}
      />
      {problem !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {problem}
        </p>
      )}
      <DataAccessChart days={days} from={filter.from} texts={texts} to={filter.to} />
      {canExport && (
        <div>
          <a data-testid="data-access-export" download href={`/api/data-access/export?${queryOf(filter)}`}>
            {texts.exportCsv}
          </a>{' '}
          <span className="dft-muted">
            <bdi>{filter.from}</bdi> – <bdi>{filter.to}</bdi>
          </span>
        </div>
      )}
      <div aria-busy={isBusy} className="dft-card data-access__list" data-testid="data-access-list">
        {page.entries.length === 0 && <p>{texts.none}</p>}
        {page.entries.map((entry) => (
          <ReadEntry
            entry={entry}
            key={entry.id}
            name={nameOf(entry.plugin)}
            onReceipt={() => setReceipt(entry.receipt)}
            {...{ language, texts, zone }}
          />
        ))}
      </div>
      {page.next !== null && (
        <div>
          <Button buttonStyle="secondary" disabled={isBusy} onClick={() => void more()}>
            {texts.more}
          </Button>
        </div>
      )}
      <p className="dft-muted">{fill(texts.zone, { zone })}</p>
    </div>
  );
}

function queryOf(filter: Filter): URLSearchParams {
  return new URLSearchParams(Object.entries(filter).filter(([, value]) => value) as [string, string][]);
}
