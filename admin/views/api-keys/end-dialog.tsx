'use client';

import type { KeySummary } from '../../../core/identity/index.ts';
import { callApi } from '../../components/call-api.ts';
import { Phrase } from '../../components/phrase.tsx';
import { AskDialog } from './ask-dialog.tsx';
import type { ApiKeyTexts } from './texts.ts';

type Props = { summary: KeySummary; texts: ApiKeyTexts; onDone: () => Promise<void>; onClose: () => void };

/** Asks before a key is ended for good. */
export function EndDialog({ summary, texts, onDone, onClose }: Props) {
  return (
    <AskDialog
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
    </AskDialog>
  );
}
