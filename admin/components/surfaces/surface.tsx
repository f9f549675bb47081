'use client';

import { Button } from '@payloadcms/ui';
import { useCallback, useEffect, useState } from 'react';
import type { AddOnSurfaces } from '../../../marketplace/index.ts';
import type { Block, BlocksAnswer } from '../../../plugins/sdk/index.ts';
import type { ActionTarget, BlockHost } from '../blocks/block-host.ts';
import { BlockList } from '../blocks/block-list.tsx';
import { BLOCK_TEXTS } from '../blocks/texts.ts';
import { problemSentence } from '../call-api.ts';
import type { Language } from '../language.ts';
import './surface.css';

const NO_RECORD: ActionTarget = { recordIds: [] };

type Props = {
  addOn: AddOnSurfaces;
  timeZone: string;
  language: Language;
  target?: ActionTarget;
  /** What stands above it. */
  heading?: string;
  /** Asks the plugin; must keep its identity while it would ask the same. */
  load: () => Promise<BlocksAnswer>;
};

type State = { kind: 'loading' } | { kind: 'shown'; blocks: Block[] } | { kind: 'failed'; problem: string };

/** The inside of a widget, a page or a tab: what the plugin answers, and until then, or instead, what is going on. */
export function Surface({ addOn, timeZone, language, target = NO_RECORD, heading, load }: Props) {
  const texts = BLOCK_TEXTS[language];
  const [state, setState] = useState<State>({ kind: 'loading' });
  const [round, setRound] = useState(0);
  const again = useCallback(() => setRound((count) => count + 1), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks again
  useEffect(() => {
    let isWanted = true;
    const settle = (next: State) => {
      if (isWanted) setState(next);
    };
    load().then(
      ({ blocks }) => settle({ kind: 'shown', blocks }),
      (error: unknown) => settle({ kind: 'failed', problem: problemSentence(error, texts.offline) }),
    );
    return () => {
      isWanted = false;
    };
  }, [load, round, texts]);

  if (state.kind === 'loading') return <Skeleton label={texts.loading} />;
  if (state.kind === 'failed') {
    return (
      <div className="dft-notice dft-notice--warning" role="alert">
        <p>{state.problem}</p>
        <div className="dft-row">
          <Button
            buttonStyle="secondary"
            margin={false}
            onClick={() => {
              setState({ kind: 'loading' });
              again();
            }}
            size="small"
          >
            {texts.retry}
          </Button>
        </div>
      </div>
    );
  }
  const host: BlockHost = {
    ...{ pluginId: addOn.pluginId, name: addOn.name, actions: addOn.actions },
    ...{ target, language, timeZone },
    ...(heading === undefined ? {} : { heading }),
    onDone: again,
    drawBlocks: (blocks) => (blocks.length === 0 ? null : <BlockList blocks={blocks} host={host} />),
  };
  return <BlockList blocks={state.blocks} host={host} />;
}

function Skeleton({ label }: { label: string }) {
  return (
    <div aria-busy="true" className="surface-skeleton" role="status">
      <span className="dft-hidden">{label}</span>
      <span />
      <span />
      <span />
    </div>
  );
}
