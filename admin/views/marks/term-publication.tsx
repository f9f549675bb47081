'use client';

import { Button } from '@payloadcms/ui';
import { useMemo, useState } from 'react';
import type { Language } from '../../../core/kernel/index.ts';
import { counted, fill } from '../../components/format.ts';
import { useWork } from '../../components/use-work.ts';
import type { Narrowing } from './narrowings.ts';
import { PublicationDialog, type TermScope } from './publication-dialog.tsx';
import { PublicationRunPanel } from './publication-run.tsx';
import { PUBLICATION_TEXTS } from './publication-texts.ts';
import { MARK_TEXTS } from './texts.ts';
import { usePublicationRun } from './use-publication-run.ts';

type TermPublicationProps = {
  term: string;
  /** Ticked lesson groups; without any it is what the narrowing holds, and without that the whole term. */
  chosen: string[];
  narrowing: Narrowing | undefined;
  hasPublished: boolean;
  language: Language;
  onStarted: () => void;
  onEnd: () => void;
  onOpen: (offering: string) => void;
};

/** The buttons that publish or withdraw a term or a part of it, and how far the work is. */
export function TermPublication(props: TermPublicationProps) {
  const { term, chosen, narrowing, hasPublished, language, onStarted, onEnd, onOpen } = props;
  const texts = PUBLICATION_TEXTS[language];
  const [asked, setAsked] = useState<{ deed: 'publish' | 'withdraw'; scope: TermScope }>();
  const { run, isAtWork, follow, stop } = usePublicationRun(term, onEnd);
  const { problem, work } = useWork(MARK_TEXTS[language].offline);
  const scope = useMemo(
    (): TermScope => ({ term, ...(chosen.length > 0 ? { offerings: chosen } : narrowing?.scope) }),
    [term, chosen, narrowing],
  );
  const publishLabel =
    chosen.length > 0
      ? counted(MARK_TEXTS[language].publishSelected, chosen.length, language)
      : narrowing
        ? fill(texts.publishScope, { title: narrowing.title })
        : texts.publishAll;
  return (
    <>
      <div className="dft-row">
        <Button
          disabled={isAtWork}
          extraButtonProps={{ 'data-testid': 'publish-selected' }}
          margin={false}
          onClick={() => setAsked({ deed: 'publish', scope })}
        >
          {publishLabel}
        </Button>
        {hasPublished && (
          <Button
            buttonStyle="secondary"
            disabled={isAtWork}
            extraButtonProps={{ 'data-testid': 'withdraw-selected' }}
            margin={false}
            onClick={() => setAsked({ deed: 'withdraw', scope })}
          >
            {chosen.length > 0 ? counted(texts.withdrawSelected, chosen.length, language) : texts.withdraw}
          </Button>
        )}
      </div>
      {problem !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {problem}
        </p>
      )}
      {run && (
        <PublicationRunPanel
          language={language}
          onOpen={onOpen}
          onStop={() =>
            void work(async () => {
              await stop();
            })
          }
          run={run}
        />
      )}
      {asked && (
        <PublicationDialog
          deed={asked.deed}
          language={language}
          onClose={() => setAsked(undefined)}
          onStarted={async (started) => {
            await follow(started);
            onStarted();
          }}
          scope={asked.scope}
        />
      )}
    </>
  );
}
