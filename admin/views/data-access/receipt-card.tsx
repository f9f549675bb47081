'use client';

import { Button } from '@payloadcms/ui';
import { type ReactNode, useEffect, useState } from 'react';
import type { ReceiptView } from '../../../marketplace/index.ts';
import { callApi, problemSentence } from '../../components/call-api.ts';
import { fill } from '../../components/format.ts';
import { formatCount, formatMoment, type Language } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import { ReadFacts } from './read-entry.tsx';
import type { DataAccessTexts } from './texts.ts';

type Props = {
  id: string;
  language: Language;
  texts: DataAccessTexts;
  zone: string;
  nameOf: (plugin: string) => string;
  onClose: () => void;
};

/** The receipt of one call: what ran, how it ended, what it asked, read, sent and used, and its place in the chain. */
export function ReceiptCard({ id, language, texts, zone, nameOf, onClose }: Props) {
  const [receipt, setReceipt] = useState<ReceiptView>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    setProblem(undefined);
    callApi<ReceiptView>(`/data-access/receipt?id=${encodeURIComponent(id)}`)
      .then(setReceipt)
      .catch((error: unknown) => setProblem(problemSentence(error, texts.offline)));
  }, [id, texts]);

  return (
    <section aria-live="polite" className="dft-card dft-stack dft-stack--tight" data-testid="receipt">
      <div className="dft-row dft-row--between">
        <h2>
          {receipt ? fill(texts.receiptTitle, { sequence: formatCount(receipt.sequence) }) : texts.receipt}
        </h2>
        <Button buttonStyle="secondary" onClick={onClose} size="small">
          {texts.close}
        </Button>
      </div>
      {problem !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {problem}
        </p>
      )}
      {receipt && (
        <>
          <p className="dft-muted">{texts.receiptLead}</p>
          <dl className="data-access__facts">
            {factsOf(receipt, { texts, zone, nameOf }).map(([name, value]) => (
              <div key={name}>
                <dt className="dft-muted">{name}</dt>
                <dd className="dft-break">{value}</dd>
              </div>
            ))}
          </dl>
          <h3>{texts.readData}</h3>
          {receipt.reads.length === 0 && <p>{texts.readNothing}</p>}
          <ul className="data-access__plain">
            {receipt.reads.map((read, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a receipt never changes, and it may read the same twice
              <li key={index}>
                <strong>{texts.dataClasses[read.dataClass] ?? <bdi>{read.dataClass}</bdi>}</strong>{' '}
                <Phrase text={texts.records} values={{ count: formatCount(read.rows) }} />
                <ReadFacts entry={read} language={language} texts={texts} />
              </li>
            ))}
          </ul>
          {receipt.calls.length > 0 && <h3>{texts.askedFor}</h3>}
          <ul className="data-access__plain">
            {receipt.calls.map(({ capability, code, count }) => (
              <li key={`${capability} ${code}`}>
                {texts.capabilities[capability] ?? <bdi>{capability}</bdi>}
                {': '}
                <Phrase text={texts.times} values={{ count: formatCount(count) }} />
                {code !== 'ok' && (
                  <>
                    {' '}
                    <span className="dft-badge dft-badge--warning">
                      <bdi>{code}</bdi>
                    </span>
                  </>
                )}
              </li>
            ))}
          </ul>
          {receipt.replay && (
            <p>
              <a download={`replay-${receipt.id}.json`} href={`/api/add-ons/replay?call=${receipt.id}`}>
                {texts.replay}
              </a>{' '}
              <span className="dft-muted">{texts.replayHelp}</span>
            </p>
          )}
        </>
      )}
    </section>
  );
}

function factsOf(
  receipt: ReceiptView,
  { texts, zone, nameOf }: Pick<Props, 'texts' | 'zone' | 'nameOf'>,
): [string, ReactNode][] {
  const { facts } = texts;
  const count = (text: string, value: number) => (
    <Phrase text={text} values={{ count: formatCount(value) }} />
  );
  const hash = (value: string) => <code className="dft-ltr">{value}</code>;
  return [
    [facts.at, <bdi key="at">{formatMoment(receipt.at, zone, true)}</bdi>],
    [
      facts.plugin,
      <bdi key="plugin">
        {nameOf(receipt.plugin)} {receipt.version}
      </bdi>,
    ],
    [
      facts.what,
      <span key="what">
        {texts.events[receipt.entry.name] ?? (
          <>
            {texts.entryKinds[receipt.entry.kind]}: <bdi>{receipt.entry.name}</bdi>
          </>
        )}
      </span>,
    ],
    [
      facts.result,
      <span key="result">
        <span className={`dft-badge dft-badge--${receipt.code === 'ok' ? 'good' : 'error'}`}>
          {texts.codes[receipt.code] ?? <bdi>{receipt.code}</bdi>}
        </span>{' '}
        <bdi>{receipt.message}</bdi>
      </span>,
    ],
    [facts.took, count(texts.milliseconds, receipt.wallMs)],
    [facts.cpu, count(texts.milliseconds, receipt.cpuMs)],
    [facts.asked, count(texts.times, receipt.hostCalls)],
    [facts.requests, count(texts.bytes, receipt.bytesOut.requests)],
    [facts.messages, count(texts.bytes, receipt.bytesOut.messages)],
    [
      facts.meters,
      receipt.meters.length === 0
        ? texts.nothing
        : receipt.meters.map(({ name, quantity }) => (
            <bdi key={name}>
              {name} {formatCount(quantity)}{' '}
            </bdi>
          )),
    ],
    [facts.price, receipt.priceVersion ?? texts.noPrice],
    [facts.release, hash(receipt.bundle)],
    [facts.hash, hash(receipt.hash)],
    [facts.previous, hash(receipt.previousHash)],
  ];
}
