'use client';

import { Button, toast } from '@payloadcms/ui';
import { useEffect, useRef } from 'react';
import { Modal, ModalActions } from '../modal.tsx';
import { type BlockHost, shown } from './block-host.ts';
import type { ShownAnswer } from './run-action.ts';
import { BLOCK_TEXTS } from './texts.ts';

type Props = {
  answer: ShownAnswer;
  host: BlockHost;
  title: string;
  onClose: () => void;
};

const TOASTS = { neutral: toast.info, good: toast.success, warning: toast.warning, bad: toast.error };

/**
 * Tells what an action answered: one sentence in passing, blocks and a file with words in a modal of their own. A file
 * alone is what the person asked for, and is downloaded at once.
 */
export function ActionResult({ answer, host, title, onClose }: Props) {
  const { language } = host;
  const texts = BLOCK_TEXTS[language];
  const { message, tone = 'neutral', blocks = [], fileUrl } = answer;
  const stays = blocks.length > 0 || (fileUrl !== undefined && message !== undefined);
  const text = message === undefined ? texts.done : shown(message, language);
  const isTold = useRef(false);
  useEffect(() => {
    if (stays || isTold.current) return;
    isTold.current = true;
    if (fileUrl === undefined) TOASTS[message === undefined ? 'good' : tone](text);
    // Sent as an attachment: the page stays.
    else window.location.assign(fileUrl);
    onClose();
  });
  if (!stays) return null;
  return (
    <Modal onClose={onClose} size="wide" testId="action-result" title={title}>
      <p aria-live="polite" dir="auto">
        {text}
      </p>
      {host.drawBlocks(blocks)}
      <ModalActions>
        {fileUrl !== undefined && (
          <Button el="anchor" newTab={false} url={fileUrl}>
            {texts.download}
          </Button>
        )}
        <Button buttonStyle="secondary" onClick={onClose}>
          {texts.close}
        </Button>
      </ModalActions>
    </Modal>
  );
}
