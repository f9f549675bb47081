'use client';

import { Button } from '@payloadcms/ui';
import { useMemo, useState } from 'react';
import type { PublishedTerm, SheetList } from '../../../core/gradebook/index.ts';
import type { Language } from '../../../core/kernel/index.ts';
import { callApi } from '../../components/call-api.ts';
import { counted, fill } from '../../components/format.ts';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { useWork } from '../../components/use-work.ts';
import { MARK_TEXTS } from './texts.ts';

type OverviewBoardProps = {
  list: SheetList;
  term: string;
  language: Language;
  canPublish: boolean;
  onOpen: (offering: string) => void;
  onPublished: () => void;
};
// Lesson groups in one request: well under a second each, so that the bar moves.
const BATCH = 25;

/** Where the marks of a term stand, for all lesson groups; who may publish does it here for many at once. */
export function OverviewBoard({ list, term, language, canPublish, onOpen, onPublished }: OverviewBoardProps) {
  const texts = MARK_TEXTS[language];
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [run, setRun] = useState<{ done: number; total: number }>();
  const [result, setResult] = useState<{ published: number; skipped: number; waiting: number }>();
  const { isBusy, problem, work } = useWork(texts.offline);
  const yearId = list.terms.find(({ id }) => id === term)?.yearId;
  const groups = useMemo(
    () =>
      list.groups.filter(
        (group) =>
          group.yearId === yearId &&
          [group.title, group.subject, group.subjectAr ?? ''].some((name) =>
            name.toLowerCase().includes(query.trim().toLowerCase()),
          ),
      ),
    [list, yearId, query],
  );
  const canTake = (group: SheetList['groups'][number]) => {
    const sheet = group.sheets[term];
    return sheet !== undefined && sheet.assessments > 0 && sheet.state !== 'published';
  };
  const open = groups.filter(canTake);
  const publish = () =>
    work(async () => {
      const ids = [...chosen];
      const sum = { published: 0, skipped: 0, waiting: 0 };
      setResult(undefined);
      for (let from = 0; from < ids.length; from += BATCH) {
        setRun({ done: from, total: ids.length });
        const part = await callApi<PublishedTerm>('/gradebook/publish', {
          term,
          offerings: ids.slice(from, from + BATCH),
        });
        sum.published += part.sheets;
        sum.skipped += part.skipped.filter(({ reason }) => reason === 'notApproved').length;
        sum.waiting += part.skipped.filter(({ reason }) => reason === 'periodsOpen').length;
      }
      setResult(sum);
      setChosen(new Set());
      onPublished();
    }).finally(() => setRun(undefined));
  const toggle = (id: string) =>
    setChosen((now) => {
      const next = new Set(now);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  return (
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
        {canPublish && (
          <Button
            disabled={chosen.size === 0 || isBusy}
            extraButtonProps={{ 'data-testid': 'publish-selected' }}
            margin={false}
            onClick={() => void publish()}
          >
            {chosen.size === 0 ? texts.publish : counted(texts.publishSelected, chosen.size, language)}
          </Button>
        )}
      </div>
      {run && (
        <ProgressBar
          label={fill(texts.publishing, run)}
          percent={(run.done / Math.max(1, run.total)) * 100}
        />
      )}
      {problem !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {problem}
        </p>
      )}
      {result && (
        <p className="dft-notice dft-notice--good" role="status">
          {counted(texts.publishedDone, result.published, language)}{' '}
          {result.skipped > 0 && counted(texts.skipped, result.skipped, language)}{' '}
          {result.waiting > 0 && counted(texts.waiting, result.waiting, language)}
        </p>
      )}
      {groups.length === 0 ? (
        <p className="dft-muted">{texts.noMatch}</p>
      ) : (
        <div className="dft-card dft-table-wrap">
          <table className="dft-table">
            <thead>
              <tr>
                {canPublish && (
                  <th className="marks-overview__check" scope="col">
                    <input
                      aria-label={texts.selectAll}
                      checked={open.length > 0 && open.every(({ id }) => chosen.has(id))}
                      onChange={(event) =>
                        setChosen(new Set(event.target.checked ? open.map(({ id }) => id) : []))
                      }
                      type="checkbox"
                    />
                  </th>
                )}
                <th scope="col">{texts.group}</th>
                <th className="dft-number" scope="col">
                  {texts.assessments}
                </th>
                <th scope="col">{texts.state}</th>
              </tr>
            </thead>
            <tbody>
              {groups.map((group) => {
                const sheet = group.sheets[term];
                const subject = language === 'ar' ? (group.subjectAr ?? group.subject) : group.subject;
                return (
                  <tr key={group.id}>
                    {canPublish && (
                      <td>
                        <input
                          aria-label={fill(texts.select, { title: group.title })}
                          checked={chosen.has(group.id)}
                          disabled={!canTake(group)}
                          onChange={() => toggle(group.id)}
                          type="checkbox"
                        />
                      </td>
                    )}
                    <th scope="row">
                      <button className="marks-overview__open" onClick={() => onOpen(group.id)} type="button">
                        <bdi>{group.title}</bdi>
                      </button>{' '}
                      <bdi className="dft-muted">{subject}</bdi>
                    </th>
                    <td className="dft-number">{sheet?.assessments ?? 0}</td>
                    <td>
                      {sheet && (
                        <span className={`dft-badge${sheet.state === 'published' ? ' dft-badge--good' : ''}`}>
                          {texts.states[sheet.state]}
                        </span>
                      )}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
