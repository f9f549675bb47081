import { Button } from '@payloadcms/ui';
import { useState } from 'react';
import { isolated } from '../../components/format.ts';
import type { Language } from '../../components/language.ts';
import { MakeYear } from './make-year.tsx';
import { YEAR_END_TEXTS } from './texts.ts';
import type { Year } from './types.ts';

type Props = {
  years: Year[];
  language: Language;
  isBusy: boolean;
  onStart: (wish: { fromYear: string; toYear: string; failedAllowed: number }) => Promise<void>;
  onOpen: (runId: string) => Promise<void>;
  onChanged: () => Promise<void>;
};

/** Which year ends, which one follows, and how many failed subjects a pupil may have. */
export function ChooseYears({ years, language, isBusy, onStart, onOpen, onChanged }: Props) {
  const texts = YEAR_END_TEXTS[language].years;
  const [fromId, setFromId] = useState((years.find(({ current }) => current) ?? years[0])?.id ?? '');
  const from = years.find(({ id }) => id === fromId);
  const later = years.filter((year) => from !== undefined && year.startDate > from.startDate).toReversed();
  const [wishedTo, setWishedTo] = useState('');
  const toId = later.some(({ id }) => id === wishedTo) ? wishedTo : (later[0]?.id ?? '');
  const [failed, setFailed] = useState('0');
  const [isMaking, setMaking] = useState(false);
  if (from === undefined) return <div className="dft-notice">{texts.noYears}</div>;
  const { runId, runStatus } = from;

  return (
    <section className="dft-card dft-stack">
      <h2>{texts.title}</h2>
      <div className="year-end__fields">
        <label className="dft-stack--tight">
          {texts.from}
          <select
            className="dft-input"
            data-testid="from-year"
            onChange={(event) => setFromId(event.target.value)}
            value={fromId}
          >
            {years.map((year) => (
              <option key={year.id} value={year.id}>
                {isolated(year.title)}
                {year.current ? ` (${texts.current})` : ''}
                {year.runStatus === 'committed' ? ` (${texts.committed})` : ''}
              </option>
            ))}
          </select>
        </label>
        <label className="dft-stack--tight">
          {texts.to}
          <select
            className="dft-input"
            data-testid="to-year"
            disabled={later.length === 0}
            onChange={(event) => setWishedTo(event.target.value)}
            value={toId}
          >
            {later.map((year) => (
              <option key={year.id} value={year.id}>
                {isolated(year.title)}
              </option>
            ))}
          </select>
        </label>
        <label className="dft-stack--tight">
          {texts.failed}
          <input
            className="dft-input"
            inputMode="numeric"
            max={50}
            min={0}
            onChange={(event) => setFailed(event.target.value)}
            type="number"
            value={failed}
          />
        </label>
      </div>
      <div className="dft-row">
        {runId !== null && runStatus === 'committed' ? (
          <Button disabled={isBusy} margin={false} onClick={() => void onOpen(runId)}>
            {texts.preview}
          </Button>
        ) : (
          <Button
            disabled={isBusy || toId === ''}
            extraButtonProps={{ 'data-testid': 'show-preview' }}
            margin={false}
            onClick={() =>
              void onStart({ fromYear: fromId, toYear: toId, failedAllowed: Number(failed) || 0 })
            }
          >
            {runId === null ? texts.preview : texts.refresh}
          </Button>
        )}
        <Button
          buttonStyle="secondary"
          disabled={isBusy}
          extraButtonProps={{ 'data-testid': 'make-year' }}
          margin={false}
          onClick={() => setMaking(true)}
        >
          {texts.make}
        </Button>
      </div>
      {later.length === 0 && (
        <p className="dft-notice" data-testid="no-next-year">
          {texts.noNext}
        </p>
      )}
      {isMaking && (
        <MakeYear from={from} language={language} onClose={() => setMaking(false)} onMade={onChanged} />
      )}
    </section>
  );
}
