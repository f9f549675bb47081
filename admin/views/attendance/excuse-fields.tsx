'use client';

import { useState } from 'react';
import type { AttendanceTexts } from './texts.ts';

/** The days, the reason and the file of an excuse while it is written. */
export function useExcuseContent(today: string) {
  const [firstDate, setFirst] = useState(today);
  const [lastDate, setLast] = useState(today);
  const [reason, setReason] = useState('');
  const [file, setFile] = useState<File>();
  return {
    firstDate,
    lastDate,
    reason,
    setLast,
    setReason,
    setFile,
    setFirst: (date: string) => {
      setFirst(date);
      if (date > lastDate) setLast(date);
    },
    /** As it is sent. */
    read: async () => ({
      firstDate,
      lastDate,
      reason: reason.trim(),
      ...(file ? { file: { name: file.name, base64: await base64Of(file) } } : {}),
    }),
    clear: () => {
      setReason('');
      setFile(undefined);
    },
  };
}

type ExcuseFieldsProps = { content: ReturnType<typeof useExcuseContent>; texts: AttendanceTexts };

/** What an excuse says: its first and last day, why, and a file where there is one. */
export function ExcuseFields({ content, texts }: ExcuseFieldsProps) {
  return (
    <>
      <div className="attendance__fields">
        <label>
          <span>{texts.firstDay}</span>
          <input
            className="dft-input"
            data-testid="excuse-first"
            onChange={(event) => content.setFirst(event.target.value)}
            required
            type="date"
            value={content.firstDate}
          />
        </label>
        <label>
          <span>{texts.lastDay}</span>
          <input
            className="dft-input"
            data-testid="excuse-last"
            min={content.firstDate}
            onChange={(event) => content.setLast(event.target.value)}
            required
            type="date"
            value={content.lastDate}
          />
        </label>
      </div>
      <label className="dft-stack dft-stack--tight">
        <span>{texts.reason}</span>
        <textarea
          className="dft-input"
          data-testid="excuse-reason"
          dir="auto"
          maxLength={1000}
          minLength={3}
          onChange={(event) => content.setReason(event.target.value)}
          required
          rows={3}
          value={content.reason}
        />
      </label>
      <label className="dft-stack dft-stack--tight">
        <span>{texts.file}</span>
        <input
          accept="application/pdf,image/png,image/jpeg"
          onChange={(event) => content.setFile(event.target.files?.[0])}
          type="file"
        />
      </label>
    </>
  );
}

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (let start = 0; start < bytes.length; start += 8192)
    text += String.fromCharCode(...bytes.subarray(start, start + 8192));
  return btoa(text);
}
