'use client';

import { Button } from '@payloadcms/ui';
import { useEffect, useRef, useState } from 'react';
import { callApi, problemSentence } from '../../components/call-api.ts';
import { Phrase } from '../../components/phrase.tsx';
import { sendSheet } from './send-package.ts';
import type { SheetTexts } from './sheet-texts.ts';

const MAX_BYTES = 30_000_000;

export type SheetTarget = {
  name: string;
  label: string;
  fields: { name: string; label: string; required: boolean }[];
};

/** Where a sheet is chosen, with what it holds. */
export function SheetCard({
  texts,
  offline,
  onStarted,
}: {
  texts: SheetTexts;
  offline: string;
  onStarted: (id: string) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [targets, setTargets] = useState<SheetTarget[]>([]);
  const [kind, setKind] = useState('students');
  const [isSending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<{ text: string; name: string }>();

  useEffect(() => {
    callApi<{ targets: SheetTarget[] }>('/sheets/targets')
      .then((answer) => {
        setTargets(answer.targets);
        if (!answer.targets.some(({ name }) => name === 'students')) setKind(answer.targets[0]?.name ?? '');
      })
      .catch((error: unknown) => setRefusal({ text: problemSentence(error, offline), name: '' }));
  }, [offline]);

  const take = async (file: File | undefined) => {
    if (!file || isSending) return;
    const text = refuse(file, texts);
    setRefusal(text === undefined ? undefined : { text, name: file.name });
    if (text !== undefined) return;
    setSending(true);
    const outcome = await sendSheet(file, kind);
    setSending(false);
    if ('runId' in outcome) onStarted(outcome.runId);
    else setRefusal({ text: outcome.message ?? offline, name: file.name });
  };

  return (
    <section className="dft-card dft-stack">
      <p className="dft-muted">{texts.lead}</p>
      <label className="dft-stack dft-stack--tight imports-field">
        <span>{texts.kind}</span>
        <select
          className="dft-input"
          data-testid="sheet-kind"
          onChange={(event) => setKind(event.target.value)}
          value={kind}
        >
          {targets.map(({ name, label }) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <div className="dft-row">
        <Button disabled={isSending || kind === ''} onClick={() => input.current?.click()} size="large">
          {isSending ? texts.sending : texts.choose}
        </Button>
        <span className="dft-muted">{texts.drop}</span>
      </div>
      <input
        accept=".xlsx,.csv,.txt,text/csv"
        aria-label={texts.choose}
        className="dft-hidden"
        data-testid="sheet-file"
        disabled={isSending}
        onChange={(event) => {
          void take(event.target.files?.[0]);
          event.target.value = '';
        }}
        ref={input}
        tabIndex={-1}
        type="file"
      />
      {refusal && (
        <p className="dft-notice dft-notice--error" role="alert">
          <span>
            <Phrase text={refusal.text} values={{ name: refusal.name }} />
          </span>
        </p>
      )}
    </section>
  );
}

function refuse(file: File, texts: SheetTexts): string | undefined {
  if (!/\.(xlsx|csv|txt)$/i.test(file.name) || file.size === 0) return texts.wrongKind;
  return file.size > MAX_BYTES ? texts.tooLarge : undefined;
}
