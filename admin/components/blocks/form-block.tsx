'use client';

import { useState } from 'react';
import type { Block } from '../../../plugins/sdk/index.ts';
import { SettingsForm } from '../settings-form.tsx';
import { ActionResult } from './action-result.tsx';
import { type BlockHost, shown } from './block-host.ts';
import { formProblem, runAction, type ShownAnswer } from './run-action.ts';
import { BLOCK_TEXTS } from './texts.ts';

type Props = { block: Extract<Block, { kind: 'form' }>; host: BlockHost };

/** Fields and a button that hands them to an action of the plugin; without the action they are only shown. */
export function FormBlock({ block, host }: Props) {
  const { language } = host;
  const texts = BLOCK_TEXTS[language];
  // A form begins anew after its action, and when the plugin answers other values; never while somebody works elsewhere.
  const [round, setRound] = useState(0);
  const [answer, setAnswer] = useState<ShownAnswer>();
  const action = host.actions.find(({ name }) => name === block.action);
  return (
    <section className="blocks-part">
      {block.title !== undefined && <h3>{shown(block.title, language)}</h3>}
      <SettingsForm
        key={`${round} ${JSON.stringify(block.values)}`}
        language={language}
        onSave={async (values) => {
          if (action === undefined) return undefined;
          try {
            setAnswer(await runAction(host, action, values));
            return undefined;
          } catch (error) {
            return formProblem(error, texts.offline);
          }
        }}
        readOnly={action === undefined}
        schema={block.fields}
        submitTestId={`block-form-${block.action}`}
        values={block.values ?? {}}
        words={{ save: shown(block.submit, language), saving: texts.working }}
      />
      {answer && (
        <ActionResult
          answer={answer}
          host={host}
          onClose={() => {
            setAnswer(undefined);
            setRound(round + 1);
            host.onDone();
          }}
          title={shown(block.title ?? block.submit, language)}
        />
      )}
    </section>
  );
}
