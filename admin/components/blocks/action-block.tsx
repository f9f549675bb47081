'use client';

import type { Block } from '../../../plugins/sdk/index.ts';
import { ActionButton } from './action-button.tsx';
import { type BlockHost, shown } from './block-host.ts';

type Props = { block: Extract<Block, { kind: 'action' }>; host: BlockHost };

/** A button for an action of the plugin; nothing where there is no such action, or it is not this person's. */
export function ActionBlock({ block, host }: Props) {
  const action = host.actions.find(({ name }) => name === block.action);
  if (action === undefined) return null;
  return (
    <ActionButton
      action={action}
      host={host}
      label={shown(block.label, host.language)}
      tone={block.tone ?? 'secondary'}
      {...(block.values ? { values: block.values } : {})}
    />
  );
}
