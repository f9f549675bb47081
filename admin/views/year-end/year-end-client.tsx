'use client';

import { useCallback, useEffect, useState } from 'react';
import { callApi } from '../../components/call-api.ts';
import type { Language } from '../../components/language.ts';
import { useWork } from '../../components/use-work.ts';
import { ChooseYears } from './choose-years.tsx';
import { PastYears } from './past-years.tsx';
import { RunPreview } from './run-preview.tsx';
import { YEAR_END_TEXTS } from './texts.ts';
import type { Preview, Year } from './types.ts';
import './year-end.css';

/** The wizard in the browser: the years, the preview of the chosen one, and a tab with the years that are over. */
export function YearEndClient({ language, timeZone }: { language: Language; timeZone: string }) {
  const texts = YEAR_END_TEXTS[language];
  const [tab, setTab] = useState<'wizard' | 'past'>('wizard');
  const [years, setYears] = useState<Year[]>();
  const [preview, setPreview] = useState<Preview>();
  const { isBusy, problem, work } = useWork(texts.offline);

  const loadYears = useCallback(async () => {
    setYears((await callApi<{ years: Year[] }>('/year-end/years')).years);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the years are read once; work is new with every drawing
  useEffect(() => void work(loadYears), [loadYears]);

  const openRun = async (runId: string) => setPreview(await callApi<Preview>(`/year-end?run=${runId}`));
  const start = (wish: { fromYear: string; toYear: string; failedAllowed: number }) =>
    work(async () => {
      setPreview(await callApi<Preview>('/year-end/start', wish));
      await loadYears();
    });

  return (
    <div className="dft-stack" data-testid="year-end">
      <div className="dft-tabs">
        {(['wizard', 'past'] as const).map((name) => (
          <button
            aria-pressed={tab === name}
            className="dft-tab"
            data-testid={`tab-${name}`}
            key={name}
            onClick={() => setTab(name)}
            type="button"
          >
            {texts.tabs[name]}
          </button>
        ))}
      </div>
      {problem && (
        <div className="dft-notice dft-notice--error" role="alert">
          {problem}
        </div>
      )}
      {tab === 'past' && years && <PastYears language={language} years={years} />}
      {tab === 'wizard' && years && (
        <>
          <ChooseYears
            isBusy={isBusy}
            language={language}
            onChanged={() => work(loadYears)}
            onOpen={(runId) => work(() => openRun(runId))}
            onStart={start}
            years={years}
          />
          {preview && (
            <RunPreview
              key={preview.run.id}
              language={language}
              onChanged={() =>
                work(async () => {
                  await openRun(preview.run.id);
                  await loadYears();
                })
              }
              preview={preview}
              timeZone={timeZone}
            />
          )}
        </>
      )}
    </div>
  );
}
