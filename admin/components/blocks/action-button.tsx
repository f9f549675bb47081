'use client';

import { Button, toast } from '@payloadcms/ui';
import { useState } from 'react';
import type { SurfaceAction } from '../../../marketplace/index.ts';
import type { ActionInput } from '../../../plugins/sdk/index.ts';
import { problemSentence } from '../call-api.ts';
import { ActionQuestion } from './action-question.tsx';
import { ActionResult } from './action-result.tsx';
import type { BlockHost } from './block-host.ts';
import { runAction, type ShownAnswer } from './run-action.ts';
import { BLOCK_TEXTS } from './texts.ts';

type Props = {
  action: SurfaceAction;
  host: BlockHost;
  label: string;
  tone?: 'primary' | 'secondary' | 'danger';
  /** Answers that the form starts with; without a form they are sent as they are. */
  values?: ActionInput['values'];
  disabled?: boolean;
};

/** A button for an action of an add-on, with everything it asks before and tells after. */
export function ActionButton({
  action,
  host,
  label,
  tone = 'secondary',
  values = {},
  disabled = false,
}: Props) {
  const texts = BLOCK_TEXTS[host.language];
  const [isAsking, setAsking] = useState(false);
  const [isRunning, setRunning] = useState(false);
  const [answer, setAnswer] = useState<ShownAnswer>();

  const press = async () => {
    if (action.confirm !== undefined || action.form !== undefined) return setAsking(true);
    setRunning(true);
    try {
      setAnswer(await runAction(host, action, values));
    } catch (error) {
      toast.error(problemSentence(error, texts.offline));
    }
    setRunning(false);
  };

  return (
    <>
      <Button
        buttonStyle={tone === 'primary' ? 'primary' : 'secondary'}
        className={tone === 'danger' ? 'blocks-danger' : ''}
        disabled={disabled || isRunning}
        extraButtonProps={{ 'data-testid': `action-${action.name}` }}
        margin={false}
        onClick={() => void press()}
        size="medium"
      >
        {isRunning ? texts.working : label}
      </Button>
      {isAsking && (
        <ActionQuestion
          isDangerous={tone === 'danger'}
          onAnswer={setAnswer}
          onClose={() => setAsking(false)}
          title={label}
          {...{ action, host, values }}
        />
      )}
      {answer && (
        <ActionResult
          answer={answer}
          host={host}
          onClose={() => {
            setAnswer(undefined);
            host.onDone();
          }}
          title={label}
        />
      )}
    </>
  );
}
