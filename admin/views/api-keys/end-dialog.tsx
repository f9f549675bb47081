'use client';

import type { KeySummary } from '../../../core/identity/index.ts';
import { AskModal } from '../../components/ask-modal.tsx';
import { callApi } from '../../components/call-api.ts';
import { Phrase } from '../../components/phrase.tsx';
import type { ApiKeyTexts } from './texts.ts';

type Props = { summary: KeySummary; texts: ApiKeyTexts; onDone: () => Promise<void>; onClose: () => void };

/** Asks before a key is ended for good. */
export function EndDialog({ summary, texts, onDone, onClose }: Props) {
  return (
    <AskModal
      confirmTestId="key-confirm"
      button={texts.revoke}
      isDangerous
      onClose={onClose}
      onConfirm={async () => {
        await callApi('/keys/revoke', { id: summary.id });
        await onDone();
      }}
      texts={texts}
      title={<Phrase text={texts.revokeTitle} values={{ name: summary.name }} />}
    >
      <p>{texts.revokeText}</p>
    </AskModal>
  );
}
