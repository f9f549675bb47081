'use client';

import { Button } from '@payloadcms/ui';
import { useCallback, useEffect, useState } from 'react';
import type { Feed } from '../../../core/timetable/index.ts';
import { problemSentence } from '../../components/call-api.ts';
import { fill } from '../../components/format.ts';
import { formatMoment, type Language } from '../../components/language.ts';
import { useWork } from '../../components/use-work.ts';
import { inLanguage, TIMETABLE_TEXTS } from './texts.ts';
import { endFeed, fetchFeeds, makeFeed } from './timetable-api.ts';

export type FeedSubject = { kind: Feed['kind']; id: string; name: string };
type Props = { subjects: readonly FeedSubject[]; language: Language; timeZone: string };

/** Addresses for calendar programs: made, shown once, listed and ended by the person alone. */
export function FeedsCard({ subjects, language, timeZone }: Props) {
  const texts = TIMETABLE_TEXTS[language];
  const [feeds, setFeeds] = useState<Feed[]>();
  const [address, setAddress] = useState<string>();
  const [isCopied, setCopied] = useState(false);
  const [failure, setFailure] = useState<string>();
  const { isBusy, problem, work } = useWork(texts.offline);
  const load = useCallback(() => {
    fetchFeeds().then(setFeeds, (error: unknown) => setFailure(problemSentence(error, texts.offline)));
  }, [texts.offline]);
  useEffect(load, [load]);
  const said = problem ?? failure;
  return (
    <section className="dft-card dft-stack dft-stack--tight timetable__feeds" data-testid="feeds">
      <h3>{texts.feedTitle}</h3>
      <p className="dft-muted">{texts.feedText}</p>
      <div className="dft-row">
        {subjects.map(({ kind, id, name }) => (
          <Button
            buttonStyle="secondary"
            disabled={isBusy}
            extraButtonProps={{ 'data-testid': 'feed-make' }}
            key={id}
            onClick={() =>
              void work(async () => {
                setCopied(false);
                setAddress((await makeFeed(kind, id, language)).address);
                load();
              })
            }
            size="small"
          >
            {fill(texts.feedMake, { name })}
          </Button>
        ))}
      </div>
      {address !== undefined && (
        <div className="dft-notice dft-notice--good" role="status">
          <strong>{texts.feedOnce}</strong>
          <div className="dft-row">
            <code className="dft-break" data-testid="feed-address">
              {address}
            </code>
            <Button
              buttonStyle="secondary"
              onClick={() =>
                void navigator.clipboard.writeText(address).then(
                  () => setCopied(true),
                  () => undefined,
                )
              }
              size="small"
            >
              {isCopied ? texts.feedCopied : texts.feedCopy}
            </Button>
          </div>
        </div>
      )}
      {said !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {said}
        </p>
      )}
      {feeds?.length === 0 && <p className="dft-muted">{texts.feedNone}</p>}
      <ul className="timetable__absences">
        {feeds?.map((feed) => (
          <li className="dft-row dft-row--between" key={feed.id}>
            <span>
              <bdi>{inLanguage(language, feed.title, feed.titleAr)}</bdi>{' '}
              <span className="dft-muted">
                {feed.lastReadAt
                  ? fill(texts.feedRead, { at: formatMoment(feed.lastReadAt, timeZone) })
                  : texts.feedNever}
              </span>
            </span>
            <Button
              buttonStyle="secondary"
              disabled={isBusy}
              onClick={() =>
                void work(async () => {
                  await endFeed(feed.id);
                  load();
                })
              }
              size="small"
            >
              {texts.feedEnd}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
