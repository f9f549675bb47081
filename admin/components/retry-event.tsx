'use client';

import { Button, toast, useDocumentInfo, useTranslation } from '@payloadcms/ui';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { callApi, problemSentence } from './call-api.ts';
import { languageOf } from './language.ts';
import { OUTBOX_TEXTS } from './outbox-texts.ts';

/** In the document view of a dead event: makes it due again. */
export function RetryEvent() {
  const { id, savedDocumentData } = useDocumentInfo();
  const { i18n } = useTranslation();
  const router = useRouter();
  const [state, setState] = useState<'idle' | 'sending' | 'sent'>('idle');
  const texts = OUTBOX_TEXTS[languageOf(i18n.language)];
  if (savedDocumentData?.status !== 'dead' || state === 'sent') return null;

  const retry = async () => {
    setState('sending');
    try {
      await callApi('/outbox/retry', { id });
      toast.success(texts.retried);
      setState('sent');
      router.refresh();
    } catch (error) {
      toast.error(problemSentence(error, texts.offline));
      setState('idle');
    }
  };

  return (
    <Button
      disabled={state === 'sending'}
      extraButtonProps={{ 'data-testid': 'outbox-retry' }}
      margin={false}
      onClick={() => void retry()}
      size="medium"
    >
      {state === 'sending' ? texts.retrying : texts.retry}
    </Button>
  );
}
