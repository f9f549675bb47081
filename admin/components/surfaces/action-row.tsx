'use client';

import type { AddOnSurfaces } from '../../../marketplace/index.ts';
import { ActionButton } from '../blocks/action-button.tsx';
import type { ActionTarget, BlockHost } from '../blocks/block-host.ts';
import { BlockList } from '../blocks/block-list.tsx';
import type { Language } from '../language.ts';
import type { Surfaces } from './surfaces-api.ts';
import './surface.css';

type Found = { addOn: AddOnSurfaces; action: AddOnSurfaces['actions'][number] };

/** The actions that add-ons put on a record, or on the list, of one collection. */
export function actionsOn(
  surfaces: Surfaces | undefined,
  place: 'record' | 'list',
  collection: string | undefined,
): Found[] {
  return (surfaces?.addOns ?? []).flatMap((addOn) =>
    addOn.actions
      .filter(({ on }) => on.place === place && on.collection === collection)
      .map((action) => ({ addOn, action })),
  );
}

type Props = {
  found: Found[];
  target: ActionTarget;
  language: Language;
  timeZone: string;
  disabled?: boolean;
  onDone?: () => void;
};

/** A button for each of the actions. */
export function ActionRow({ found, target, language, timeZone, disabled = false, onDone }: Props) {
  return found.map(({ addOn, action }) => {
    const host: BlockHost = {
      ...{ pluginId: addOn.pluginId, name: addOn.name, actions: addOn.actions },
      ...{ target, language, timeZone },
      onDone: onDone ?? (() => undefined),
      drawBlocks: (blocks) => (blocks.length === 0 ? null : <BlockList blocks={blocks} host={host} />),
    };
    return (
      <ActionButton
        disabled={disabled}
        key={`${addOn.pluginId} ${action.name}`}
        label={action.title[language]}
        {...{ action, host }}
      />
    );
  });
}
