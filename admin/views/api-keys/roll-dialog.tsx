'use client';

import { useState } from 'react';
import type { KeySummary } from '../../../core/identity/index.ts';
import { AskModal } from '../../components/ask-modal.tsx';
import { callApi } from '../../components/call-api.ts';
import { Phrase } from '../../components/phrase.tsx';
import type { MadeSecret } from './secret-card.tsx';
import type { ApiKeyTexts } from './texts.ts';

type Props = {
  summary: KeySummary;
  texts: ApiKeyTexts;
  onDone: (made: MadeSecret) => Promise<void>;
  onClose: () => void;
};

const HOURS = [24, 4, 1, 0] as const;

/** Asks how long the old secret goes on beside the new one. */
export function RollDialog({ summary, texts, onDone, onClose }: Props) {
  const [overlapHours, setOverlapHours] = useState<number>(24);
  return (
    <AskModal
      confirmTestId="key-confirm"
      button={texts.roll}
      onClose={onClose}
      onConfirm={async () => {
        const { id, kind, scopes } = summary;
        const made = await callApi<Omit<MadeSecret, 'kind' | 'scopes'>>('/keys/roll', { id, overlapHours });
        await onDone({ ...made, kind, scopes });
      }}
      texts={texts}
      title={<Phrase text={texts.rollTitle} values={{ name: summary.name }} />}
    >
      <p>{texts.rollText}</p>
      <label className="api-keys__field">
        {texts.overlap}
        <select
          className="dft-input"
          onChange={(event) => setOverlapHours(Number(event.target.value))}
          value={overlapHours}
        >
          {HOURS.map((hours) => (
            <option key={hours} value={hours}>
              {texts.hours[hours]}
            </option>
          ))}
        </select>
      </label>
    </AskModal>
  );
}
