import type { ReactNode } from 'react';
import type { AddOnSurfaces, SurfaceAction } from '../../../marketplace/index.ts';
import type { ActionInput, Block, ShownText } from '../../../plugins/sdk/index.ts';
import type { Language } from '../language.ts';

/** What an action works on: records, or nothing on a page or a widget. */
export type ActionTarget = Pick<ActionInput, 'collection' | 'recordIds'>;

/** What blocks need to know of the place they stand in. */
export type BlockHost = {
  pluginId: string;
  name: AddOnSurfaces['name'];
  /** Those that the person may run. */
  actions: SurfaceAction[];
  target: ActionTarget;
  language: Language;
  timeZone: string;
  /** Called after an action did its work: what is shown may be old. */
  onDone: () => void;
  /** The title of the card around: a block with the same one does not say it again. */
  heading?: string;
  drawBlocks: (blocks: Block[]) => ReactNode;
};

/** A text of a plugin in the language of the page. */
export function shown(text: ShownText, language: Language): string {
  return typeof text === 'string' ? text : text[language];
}

/** The direction of a text by its first letter, for lists and quotes that stand on one side of it. */
export function directionOf(text: string): 'ltr' | 'rtl' {
  return /\p{Script=Arabic}/u.test(/\p{L}/u.exec(text)?.[0] ?? '') ? 'rtl' : 'ltr';
}
