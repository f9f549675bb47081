'use client';

import { useEffect, useState } from 'react';
import type { CallFigures as Figures } from '../../../marketplace/index.ts';
import { callApi } from '../../components/call-api.ts';
import { formatCount, formatMoment } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import type { AddOnTexts } from './texts.ts';

type Props = { installId: string; texts: AddOnTexts; timeZone: string };

/** How the calls of an add-on went in the last weeks: numbers, how they ended, and the last failures in plain words. */
export function CallFigures({ installId, texts, timeZone }: Props) {
  const [figures, setFigures] = useState<Figures>();
  useEffect(() => {
    // The list below tells a problem with the connection already.
    callApi<Figures>(`/add-ons/figures?install=${encodeURIComponent(installId)}`)
      .then(setFigures)
      .catch(() => setFigures(undefined));
  }, [installId]);
  if (figures === undefined || figures.calls === 0) return null;
  const time = (value: number | null) =>
    value === null ? '–' : <Phrase text={texts.milliseconds} values={{ count: formatCount(value) }} />;
  const facts: [string, React.ReactNode][] = [
    [
      texts.figures.calls.replace('{days}', String(figures.days)),
      <bdi key="calls">{formatCount(figures.calls)}</bdi>,
    ],
    [texts.figures.failed, <bdi key="failed">{formatCount(figures.failed)}</bdi>],
    [texts.figures.p50, time(figures.p50)],
    [texts.figures.p95, time(figures.p95)],
    [texts.figures.cpu, time(figures.cpuMs)],
  ];
  return (
    <div className="dft-stack dft-stack--tight" data-testid="addon-figures">
      <dl className="add-ons__figures">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt className="dft-muted">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <h3>{texts.figures.codes}</h3>
      <ul className="add-ons__codes">
        {figures.codes.map(({ code, count }) => (
          <li className={`dft-badge dft-badge--${code === 'ok' ? 'good' : 'error'}`} key={code}>
            {texts.codes[code] ?? <bdi>{code}</bdi>} <bdi>{formatCount(count)}</bdi>
          </li>
        ))}
      </ul>
      {figures.failures.length > 0 && (
        <>
          <h3>{texts.figures.failures}</h3>
          <ul className="add-ons__list">
            {figures.failures.map(({ id, at, code, entry, message }) => (
              <li key={id}>
                <bdi>{formatMoment(at, timeZone)}</bdi>{' '}
                <strong>{texts.codes[code] ?? <bdi>{code}</bdi>}</strong>{' '}
                <span className="dft-muted">{texts.events[entry.name] ?? <bdi>{entry.name}</bdi>}</span>{' '}
                <a href={`/admin/data-access?receipt=${id}`}>{texts.figures.receipt}</a>
                {message && (
                  <div className="dft-muted dft-break">
                    <bdi>{message}</bdi>
                  </div>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
