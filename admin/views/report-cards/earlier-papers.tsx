'use client';

import { useEffect, useState } from 'react';
import { AskModal } from '../../components/ask-modal.tsx';
import { callApi } from '../../components/call-api.ts';
import { formatMoment } from '../../components/language.ts';
import { NoteField } from '../../components/note-field.tsx';
import { Phrase } from '../../components/phrase.tsx';
import { useWork } from '../../components/use-work.ts';
import { Problem } from './parts.tsx';
import { download, type IssuedPaper, type Layout } from './report-api.ts';
import type { ReportTexts } from './texts.ts';

type Props = {
  student: string;
  name: string;
  layout: Layout;
  canWithdraw: boolean;
  texts: ReportTexts;
  timeZone: string;
};

/** The papers of one pupil: each can be printed again, and taken back with a reason. */
export function EarlierPapers({ student, name, layout, canWithdraw, texts, timeZone }: Props) {
  const [papers, setPapers] = useState<IssuedPaper[]>();
  const [leaving, setLeaving] = useState<IssuedPaper>();
  const [reason, setReason] = useState('');
  const { isBusy, problem, work } = useWork(texts.offline);
  const load = async () =>
    setPapers((await callApi<{ papers: IssuedPaper[] }>(`/papers?student=${student}`)).papers);
  // biome-ignore lint/correctness/useExhaustiveDependencies: read once for a pupil
  useEffect(() => {
    void work(load);
  }, []);
  return (
    <section className="dft-card dft-stack dft-stack--tight">
      <h2>
        <Phrase text={texts.earlier} values={{ name }} />
      </h2>
      <Problem text={problem} />
      {papers?.length === 0 && <p className="dft-muted">{texts.noPapers}</p>}
      <ul className="report-cards__parts">
        {(papers ?? []).map((paper) => (
          <li className="dft-row" key={paper.id}>
            <button
              className="dft-tab"
              disabled={isBusy}
              onClick={() => void work(() => download('/papers/print', { paper: paper.id, layout }))}
              type="button"
            >
              <bdi>{paper.number}</bdi>
            </button>
            <span>{texts.paperKinds[paper.kind]}</span>
            <bdi className="dft-muted">{formatMoment(paper.at, timeZone)}</bdi>
            <span className="dft-badge">{texts.paperStates[paper.state]}</span>
            {canWithdraw && paper.state === 'issued' && (
              <button className="dft-tab" onClick={() => setLeaving(paper)} type="button">
                {texts.withdrawPaper}
              </button>
            )}
          </li>
        ))}
      </ul>
      {leaving && (
        <AskModal
          button={texts.withdrawPaper}
          confirmTestId="paper-withdraw"
          isDangerous
          onClose={() => setLeaving(undefined)}
          onConfirm={async () => {
            await callApi('/papers/withdraw', { paper: leaving.id, reason });
            setReason('');
            await load();
          }}
          texts={{ cancel: texts.cancel, offline: texts.offline }}
          title={leaving.number}
        >
          <NoteField
            className="report-cards__field"
            label={texts.withdrawReason}
            onChange={setReason}
            value={reason}
          />
        </AskModal>
      )}
    </section>
  );
}
