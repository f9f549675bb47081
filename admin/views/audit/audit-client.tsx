'use client';

import { Button } from '@payloadcms/ui';
import { useState } from 'react';
import type { TrailPage } from '../../../core/observability/browser.ts';
import { callApi } from '../../components/call-api.ts';
import { fill } from '../../components/format.ts';
import type { Language } from '../../components/language.ts';
import { useWork } from '../../components/use-work.ts';
import { AuditChart } from './audit-chart.tsx';
import { AuditEntry } from './audit-entry.tsx';
import { AuditFilters, type Filter, NO_FILTER } from './audit-filters.tsx';
import type { RecordLabels } from './record-labels.ts';
import { AUDIT_TEXTS } from './texts.ts';
import './audit.css';

type Days = { day: string; entries: number }[];
type AuditClientProps = {
  language: Language;
  zone: string;
  today: string;
  canExport: boolean;
  labels: RecordLabels;
  record: { collection?: string; subject?: string };
  start: { page: TrailPage; days: Days };
};

/** The trail with its filters, a chart of the days, and older entries page by page. */
export function AuditClient({ language, zone, today, canExport, labels, record, start }: AuditClientProps) {
  const texts = AUDIT_TEXTS[language];
  const [filter, setFilter] = useState<Filter>(NO_FILTER);
  const [page, setPage] = useState(start.page);
  const [days, setDays] = useState(start.days);
  const { isBusy, problem, work } = useWork(texts.offline);

  const show = (wanted: Filter) =>
    work(async () => {
      const query = queryOf(wanted, record);
      const [entries, counted] = await Promise.all([
        callApi<TrailPage>(`/audit/entries?${query}`),
        callApi<{ days: Days }>(`/audit/days?${queryOf(withRange(wanted, today), record)}`),
      ]);
      setFilter(wanted);
      setPage(entries);
      setDays(counted.days);
    });
  const more = () =>
    work(async () => {
      const query = queryOf(filter, record);
      query.set('cursor', page.next ?? '');
      const older = await callApi<TrailPage>(`/audit/entries?${query}`);
      setPage({ entries: [...page.entries, ...older.entries], next: older.next });
    });

  const range = withRange(filter, today);
  return (
    <div className="dft-stack">
      {record.subject && (
        <p className="dft-notice">
          <span>
            {texts.record} {labels[record.collection ?? '']?.name}{' '}
            <bdi>{page.entries.find(({ subject }) => subject.label)?.subject.label}</bdi>{' '}
            <a href="/admin/audit">{texts.reset}</a>
          </span>
        </p>
      )}
      <AuditFilters isBusy={isBusy} onShow={(wanted) => void show(wanted)} texts={texts} />
      <AuditChart days={days} from={range.from} texts={texts} to={range.to} />
      {canExport && (
        <div className="dft-row">
          <span>{texts.exportAs}</span>
          {(['csv', 'jsonl'] as const).map((format) => {
            const query = queryOf(range, record);
            query.set('format', format);
            return (
              <a
                data-testid={`audit-export-${format}`}
                download
                href={`/api/audit/export?${query}`}
                key={format}
              >
                {texts[format]}
              </a>
            );
          })}
          <bdi className="dft-muted" dir="ltr">
            {range.from} – {range.to}
          </bdi>
        </div>
      )}
      {problem !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {problem}
        </p>
      )}
      <div aria-busy={isBusy} className="dft-card audit__list" data-testid="audit-list">
        {page.entries.length === 0 && <p>{texts.none}</p>}
        {page.entries.map((entry) => (
          <AuditEntry entry={entry} key={entry.id} labels={labels} texts={texts} zone={zone} />
        ))}
      </div>
      {page.next !== null && (
        <div>
          <Button buttonStyle="secondary" disabled={isBusy} onClick={() => void more()}>
            {texts.more}
          </Button>
        </div>
      )}
      <p className="dft-muted">
        {fill(texts.zone, { zone })} {texts.masked}
      </p>
    </div>
  );
}

function withRange(filter: Filter, today: string): Filter {
  const to = filter.to || today;
  const month = new Date(Date.parse(`${to}T00:00:00Z`) - 29 * 86_400_000).toISOString().slice(0, 10);
  return { ...filter, from: filter.from || month, to };
}

function queryOf(filter: Filter, record: { collection?: string; subject?: string }): URLSearchParams {
  const entries = Object.entries({ ...filter, ...record }).filter(([, value]) => value !== '' && value);
  return new URLSearchParams(entries as [string, string][]);
}
