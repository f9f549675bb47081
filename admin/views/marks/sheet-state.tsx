'use client';

import { Button } from '@payloadcms/ui';
import { useState } from 'react';
import { isOpenState } from '../../../core/gradebook/browser.ts';
import type { PublishedTerm, Sheet } from '../../../core/gradebook/index.ts';
import type { Language } from '../../../core/kernel/index.ts';
import { AskModal } from '../../components/ask-modal.tsx';
import { ApiProblem, callApi } from '../../components/call-api.ts';
import { counted, fill, formatDay } from '../../components/format.ts';
import { NoteField } from '../../components/note-field.tsx';
import { MARK_TEXTS } from './texts.ts';

export type MarkRights = { canWrite: boolean; canPublish: boolean };
type SheetStateProps = MarkRights & {
  sheet: Sheet;
  language: Language;
  timeZone: string;
  emptyCells: number;
  isDirty: boolean;
  onMoved: () => void;
};
type Asked = 'return' | 'publish' | 'withdraw';

/** Where the marks stand, and the steps the viewer may take from there. */
export function SheetStateBar(props: SheetStateProps) {
  const { sheet, language, timeZone, canWrite, canPublish, isDirty, emptyCells, onMoved } = props;
  const texts = MARK_TEXTS[language];
  const [asked, setAsked] = useState<Asked>();
  const [note, setNote] = useState('');
  const [problem, setProblem] = useState<string>();
  const ref = { offering: sheet.offering.id, term: sheet.term.id };
  const withNote = note.trim() ? { note: note.trim() } : {};
  const step = async (path: string, body: object) => {
    try {
      await callApi(path, body);
      onMoved();
    } catch (error) {
      setProblem(error instanceof Error && error.name === 'ApiProblem' ? error.message : texts.offline);
    }
  };
  const all = { term: ref.term, offerings: [ref.offering] };
  const deeds: Record<Asked, () => Promise<void>> = {
    return: () => callApi('/gradebook/moderate', { ...ref, step: 'return', ...withNote }),
    publish: async () => {
      const { skipped } = await callApi<PublishedTerm>('/gradebook/publish', all);
      if (skipped.some(({ reason }) => reason === 'periodsOpen'))
        throw new ApiProblem(409, undefined, texts.periodsOpen);
    },
    withdraw: () => callApi('/gradebook/withdraw', { ...all, ...withNote }),
  };
  const mayPublish =
    canPublish && sheet.state !== 'published' && (!sheet.needsApproval || sheet.state === 'approved');
  const last = sheet.moderated ?? sheet.submitted;
  return (
    <div className="marks-state">
      <span
        className={`dft-badge${sheet.state === 'published' ? ' dft-badge--good' : sheet.state === 'returned' ? ' dft-badge--warning' : ''}`}
        data-testid="sheet-state"
      >
        {texts.states[sheet.state]}
      </span>
      {last && sheet.state !== 'draft' && sheet.state !== 'published' && (
        <span className="dft-muted">
          <bdi>{last.by}</bdi> · {formatDay(last.at, language, timeZone)}
        </span>
      )}
      {sheet.note && (
        <span>
          <bdi>{fill(texts.noteOf, { note: sheet.note })}</bdi>
        </span>
      )}
      <span className="marks-state__steps">
        {canWrite && isOpenState(sheet.state) && (
          <Step disabled={isDirty} onClick={() => void step('/gradebook/submit', ref)} testId="sheet-submit">
            {texts.submit}
          </Step>
        )}
        {canPublish && sheet.state === 'submitted' && (
          <Step
            disabled={isDirty}
            onClick={() => void step('/gradebook/moderate', { ...ref, step: 'approve' })}
            testId="sheet-approve"
          >
            {texts.approve}
          </Step>
        )}
        {canPublish && (sheet.state === 'submitted' || sheet.state === 'approved') && (
          <Step disabled={isDirty} onClick={() => setAsked('return')} testId="sheet-return">
            {texts.return}
          </Step>
        )}
        {mayPublish && (
          <Step disabled={isDirty} onClick={() => setAsked('publish')} testId="sheet-publish">
            {texts.publish}
          </Step>
        )}
        {canPublish && sheet.state === 'published' && (
          <Step disabled={isDirty} onClick={() => setAsked('withdraw')} testId="sheet-withdraw">
            {texts.withdraw}
          </Step>
        )}
      </span>
      {problem !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {problem}
        </p>
      )}
      {asked && (
        <AskModal
          button={texts[asked]}
          confirmTestId="sheet-confirm"
          onClose={() => setAsked(undefined)}
          onConfirm={async () => {
            await deeds[asked]();
            setNote('');
            onMoved();
          }}
          texts={{ cancel: texts.form.cancel, offline: texts.offline }}
          title={texts[`${asked}Title`]}
        >
          {asked === 'publish' && <p>{fill(texts.publishText, { group: sheet.offering.title })}</p>}
          {asked === 'publish' && emptyCells > 0 && <p>{counted(texts.emptyCells, emptyCells, language)}</p>}
          {asked === 'withdraw' && <p>{texts.withdrawText}</p>}
          {asked !== 'publish' && <NoteField label={texts.note} onChange={setNote} value={note} />}
        </AskModal>
      )}
    </div>
  );
}

type StepProps = { children: string; testId: string; disabled: boolean; onClick: () => void };

function Step({ children, testId, disabled, onClick }: StepProps) {
  return (
    <Button
      buttonStyle="secondary"
      disabled={disabled}
      extraButtonProps={{ 'data-testid': testId }}
      margin={false}
      onClick={onClick}
      size="small"
    >
      {children}
    </Button>
  );
}
