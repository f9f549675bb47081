'use client';

import { Button } from '@payloadcms/ui';
import { useState } from 'react';
import type { MeterCap } from '../../../marketplace/index.ts';
import { problemSentence } from '../../components/call-api.ts';
import { formatCount, type Language } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { CAP_TEXTS } from './cap-texts.ts';

type Props = {
  caps: MeterCap[];
  canWrite: boolean;
  language: Language;
  offline: string;
  send: (path: string, body: object) => Promise<void>;
};

const ARABIC_DIGITS = /[٠-٩]/g;
const asLatin = (text: string) =>
  text.replace(ARABIC_DIGITS, (digit) => String('٠١٢٣٤٥٦٧٨٩'.indexOf(digit))).trim();
const WHOLE = /^\d{1,12}$/;

/** What each meter of an add-on may cost in a month, beside what it cost so far. */
export function CapCard({ caps, canWrite, language, offline, send }: Props) {
  const texts = CAP_TEXTS[language];
  const [values, setValues] = useState(() =>
    Object.fromEntries(caps.map(({ meter, monthly }) => [meter, monthly === null ? '' : String(monthly)])),
  );
  const [state, setState] = useState<'idle' | 'busy' | 'saved'>('idle');
  const [problem, setProblem] = useState<string>();

  const save = async () => {
    const entries = Object.entries(values).map(([meter, text]) => [meter, asLatin(text)] as const);
    if (entries.some(([, text]) => text !== '' && !WHOLE.test(text))) {
      setProblem(texts.whole);
      return;
    }
    setState('busy');
    setProblem(undefined);
    try {
      await send('caps', {
        caps: Object.fromEntries(entries.map(([meter, text]) => [meter, text === '' ? null : Number(text)])),
      });
      setState('saved');
    } catch (error) {
      setProblem(problemSentence(error, offline));
      setState('idle');
    }
  };

  return (
    <section className="dft-card dft-stack dft-stack--tight" data-testid="addon-caps">
      <h2>{texts.title}</h2>
      <p className="dft-muted">{texts.help}</p>
      {caps.map(({ meter, title, monthly, used }) => (
        <div className="dft-stack dft-stack--tight" key={meter}>
          <label className="dft-stack dft-stack--tight">
            <strong>{title[language]}</strong>
            <span className="dft-muted">{texts.limit}</span>
            <input
              className="dft-input"
              dir="ltr"
              disabled={!canWrite}
              inputMode="numeric"
              name={`cap-${meter}`}
              onChange={({ target }) => {
                setState('idle');
                setValues({ ...values, [meter]: target.value });
              }}
              placeholder={texts.none}
              value={values[meter] ?? ''}
            />
          </label>
          <span className="dft-muted">
            <Phrase
              text={monthly === null ? texts.used : texts.usedOf}
              values={{ used: formatCount(used), limit: formatCount(monthly ?? 0) }}
            />
          </span>
          {monthly !== null && (
            <ProgressBar label={title[language]} percent={monthly === 0 ? 100 : (used / monthly) * 100} />
          )}
        </div>
      ))}
      {problem !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {problem}
        </p>
      )}
      {canWrite && (
        <div className="dft-row">
          <Button
            disabled={state === 'busy'}
            extraButtonProps={{ 'data-testid': 'addon-caps-save' }}
            onClick={() => void save()}
          >
            {texts.save}
          </Button>
          <span aria-live="polite">{state === 'saved' ? texts.saved : ''}</span>
        </div>
      )}
    </section>
  );
}
