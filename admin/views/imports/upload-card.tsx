'use client';

import { Button } from '@payloadcms/ui';
import { type DragEvent, useRef, useState } from 'react';
import { Phrase } from '../../components/phrase.tsx';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { sendPackage } from './send-package.ts';
import type { ImportTexts } from './texts.ts';

const MAX_BYTES = 100_000_000;

type Sending = { name: string; percent: number; stop: () => void };
type Refusal = { text: string; name: string };

/** Where a package is dropped or chosen, and its upload. */
export function UploadCard({ texts, onStarted }: { texts: ImportTexts; onStarted: (id: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const [sending, setSending] = useState<Sending>();
  const [refusal, setRefusal] = useState<Refusal>();

  const take = async (file: File | undefined) => {
    if (!file || sending) return;
    const text = refuse(file, texts);
    setRefusal(text === undefined ? undefined : { text, name: file.name });
    if (text !== undefined) return;
    const upload = sendPackage(file, (percent) => setSending((known) => known && { ...known, percent }));
    setSending({ name: file.name, percent: 0, stop: upload.stop });
    const outcome = await upload.result;
    setSending(undefined);
    if ('runId' in outcome) onStarted(outcome.runId);
    else if (outcome.message !== undefined) setRefusal({ text: outcome.message, name: file.name });
    else if (!outcome.isStopped) setRefusal({ text: texts.offlineOnce, name: file.name });
  };

  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  };

  return (
    <section className="dft-stack dft-stack--tight">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the button does the same */}
      <div
        className={`dft-card imports-drop${isOver ? ' imports-drop--over' : ''}`}
        onDragLeave={() => setOver(false)}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDrop={drop}
      >
        {sending ? (
          <div className="dft-stack dft-stack--tight imports-drop__work">
            <p role="status">
              <Phrase text={texts.uploading} values={{ name: sending.name }} />
            </p>
            <ProgressBar label={texts.title} percent={sending.percent} />
            <div className="dft-row">
              <Button buttonStyle="secondary" onClick={sending.stop} size="small">
                {texts.cancel}
              </Button>
            </div>
          </div>
        ) : (
          <>
            <h2>{isOver ? texts.dropNow : texts.dropHere}</h2>
            <p className="dft-muted">{texts.limits}</p>
            <Button onClick={() => input.current?.click()} size="large">
              {texts.choose}
            </Button>
          </>
        )}
        <input
          accept=".zip,application/zip"
          aria-label={texts.chooseTitle}
          className="dft-hidden"
          data-testid="import-file"
          disabled={sending !== undefined}
          onChange={(event) => {
            void take(event.target.files?.[0]);
            event.target.value = '';
          }}
          ref={input}
          tabIndex={-1}
          type="file"
        />
      </div>
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

function refuse(file: File, texts: ImportTexts): string | undefined {
  if (!/\.zip$/i.test(file.name)) return texts.notZip;
  if (file.size === 0) return texts.emptyFile;
  return file.size > MAX_BYTES ? texts.tooLarge : undefined;
}
