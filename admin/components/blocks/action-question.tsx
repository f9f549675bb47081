'use client';

import { Button } from '@payloadcms/ui';
import type { SurfaceAction } from '../../../marketplace/index.ts';
import type { ActionInput } from '../../../plugins/sdk/index.ts';
import { AskModal } from '../ask-modal.tsx';
import { Modal } from '../modal.tsx';
import { SettingsForm } from '../settings-form.tsx';
import type { BlockHost } from './block-host.ts';
import { formProblem, runAction, type ShownAnswer } from './run-action.ts';
import { BLOCK_TEXTS } from './texts.ts';

type Props = {
  action: SurfaceAction;
  host: BlockHost;
  title: string;
  values: ActionInput['values'];
  isDangerous: boolean;
  onAnswer: (answer: ShownAnswer) => void;
  onClose: () => void;
};

/** Asks what an action wants to know, or only whether to go on, and runs it. */
export function ActionQuestion(props: Props) {
  const { action, host, title, values, isDangerous, onAnswer, onClose } = props;
  const { language } = host;
  const texts = BLOCK_TEXTS[language];
  const question = action.confirm && <p dir="auto">{action.confirm[language]}</p>;
  if (action.form === undefined) {
    return (
      <AskModal
        button={action.title[language]}
        confirmTestId="action-confirm"
        onClose={onClose}
        onConfirm={async () => onAnswer(await runAction(host, action, values))}
        testId="action-question"
        title={title}
        working={texts.working}
        {...{ isDangerous, texts }}
      >
        {question}
      </AskModal>
    );
  }
  return (
    <Modal onClose={onClose} testId="action-question" title={title}>
      {question}
      <SettingsForm
        besideButton={
          <Button buttonStyle="secondary" margin={false} onClick={onClose}>
            {texts.cancel}
          </Button>
        }
        language={language}
        onSave={async (answers) => {
          try {
            onAnswer(await runAction(host, action, answers));
            onClose();
            return undefined;
          } catch (error) {
            return formProblem(error, texts.offline);
          }
        }}
        schema={action.form}
        submitTestId="action-confirm"
        values={values}
        words={{ save: action.title[language], saving: texts.working }}
      />
    </Modal>
  );
}
