'use client';

import { Button } from '@payloadcms/ui';
import { useEffect, useState } from 'react';
import { isOpenState } from '../../../core/gradebook/browser.ts';
import type { Language } from '../../../core/kernel/index.ts';
import { counted, fill } from '../../components/format.ts';
import { AssessmentForm } from './assessment-form.tsx';
import { ConflictPanel } from './conflict-panel.tsx';
import { ExplainPanel, RulesNote } from './explain-panel.tsx';
import { shownText } from './grid-model.ts';
import { MarkGrid } from './mark-grid.tsx';
import { PhoneMarks } from './phone-marks.tsx';
import { QuestionsPanel } from './questions-panel.tsx';
import { RubricEditor } from './rubric-editor.tsx';
import { type RubricCell, RubricPanel } from './rubric-panel.tsx';
import { RUBRIC_TEXTS } from './rubric-texts.ts';
import { type MarkRights, SheetStateBar } from './sheet-state.tsx';
import { MARK_TEXTS } from './texts.ts';
import type { useSheet } from './use-sheet.ts';

type SheetBoardProps = MarkRights & {
  state: ReturnType<typeof useSheet>;
  language: Language;
  timeZone: string;
  today: string;
  onMoved: () => void;
};

/** One sheet: its state, the grid, and everything that is said about unsaved, wrong and conflicting cells. */
export function SheetBoard({
  state,
  language,
  timeZone,
  today,
  onMoved,
  canWrite,
  canPublish,
}: SheetBoardProps) {
  const texts = MARK_TEXTS[language];
  const isNarrow = useNarrow();
  const [explained, setExplained] = useState<string>();
  const [isAdding, setAdding] = useState(false);
  const [outside, setOutside] = useState(0);
  const [isAsking, setAsking] = useState(false);
  const [isWriting, setWriting] = useState(false);
  const [rubric, setRubric] = useState<RubricCell>();
  const { sheet, grid, submit } = state;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.code === 'KeyS') {
        event.preventDefault();
        void submit();
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [submit]);
  if (!sheet || !grid) return null;
  const isHeld = !canWrite || !isOpenState(sheet.state);
  const emptyCells = sheet.pupils.reduce(
    (count, { id }) =>
      count +
      grid.columns.filter(
        ({ key, attempt }) =>
          attempt === 1 && shownText(grid.bases.get(id)?.get(key), grid.drafts.get(id)?.get(key)) === '',
      ).length,
    0,
  );
  const clock = (at: number) =>
    new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone }).format(at);
  const shared = {
    sheet,
    grid,
    language,
    isHeld,
    onEdit: state.edit,
    onExplain: setExplained,
    onRubric: setRubric,
  };
  const isEmpty = sheet.pupils.length === 0 || (grid.columns.length === 0 && !sheet.periods);
  const hasColumns = grid.columns.length > 0;
  return (
    <div className="dft-stack dft-stack--tight">
      <SheetStateBar
        canPublish={canPublish}
        canWrite={canWrite}
        emptyCells={emptyCells}
        isDirty={state.unsaved > 0}
        language={language}
        onMoved={onMoved}
        sheet={sheet}
        timeZone={timeZone}
      />
      {isHeld && (
        <p className="dft-muted">
          {canWrite ? fill(texts.held, { state: texts.states[sheet.state] }) : texts.readOnly}
        </p>
      )}
      {state.restoredAt !== undefined && (
        <div className="dft-notice" role="status">
          <p className="dft-row">
            {fill(texts.restored, { time: clock(state.restoredAt) })}
            <button className="dft-tab" onClick={state.discard} type="button">
              {texts.discard}
            </button>
          </p>
        </div>
      )}
      {grid.conflicts.size > 0 && (
        <ConflictPanel grid={grid} language={language} onChoose={state.choose} sheet={sheet} />
      )}
      <RulesNote language={language} sheet={sheet} />
      {isEmpty && (
        <p className="dft-notice">{sheet.pupils.length === 0 ? texts.noPupils : texts.noAssessments}</p>
      )}
      {!isEmpty &&
        (isNarrow ? (
          <PhoneMarks {...shared} />
        ) : (
          <MarkGrid
            {...shared}
            key={`${sheet.offering.id}:${sheet.term.id}`}
            onOutside={setOutside}
            onRedo={state.redo}
            onUndo={state.undo}
          />
        ))}
      {!isHeld && (
        <div className="marks-bar" data-testid="marks-bar">
          <p aria-live="polite">
            {state.wrong > 0 && (
              <strong className="marks-bar__wrong">{counted(texts.wrong, state.wrong, language)} </strong>
            )}
            {outside > 0 && <span>{counted(texts.outside, outside, language)} </span>}
            {state.save.kind === 'failed' && (
              <span>{fill(texts.failed, { message: state.save.message })} </span>
            )}
            {state.save.kind === 'saved' && <span>{fill(texts.saved, { time: clock(state.save.at) })} </span>}
            {state.unsaved > 0 ? counted(texts.unsaved, state.unsaved, language) : texts.nothing}
          </p>
          <span className="dft-row">
            <Button
              buttonStyle="secondary"
              disabled={grid.undo.length === 0}
              margin={false}
              onClick={state.undo}
              size="medium"
            >
              {texts.undo}
            </Button>
            <Button
              buttonStyle="secondary"
              disabled={grid.redo.length === 0}
              margin={false}
              onClick={state.redo}
              size="medium"
            >
              {texts.redo}
            </Button>
            <Button
              buttonStyle="secondary"
              extraButtonProps={{ 'data-testid': 'add-assessment' }}
              disabled={state.unsaved > 0}
              margin={false}
              onClick={() => setAdding(true)}
              size="medium"
            >
              {texts.addAssessment}
            </Button>
            {!isNarrow && !isEmpty && sheet.assessments.some(({ rubric }) => !rubric) && (
              <Button
                buttonStyle="secondary"
                extraButtonProps={{ 'data-testid': 'open-questions' }}
                margin={false}
                onClick={() => setAsking(true)}
                size="medium"
              >
                {texts.questions.open}
              </Button>
            )}
            {!isNarrow && !isEmpty && hasColumns && (
              <Button
                buttonStyle="secondary"
                disabled={state.unsaved > 0}
                extraButtonProps={{ 'data-testid': 'edit-rubric' }}
                margin={false}
                onClick={() => setWriting(true)}
                size="medium"
              >
                {RUBRIC_TEXTS[language].open}
              </Button>
            )}
            <Button
              disabled={state.unsaved === 0 || state.save.kind === 'saving'}
              extraButtonProps={{ 'data-testid': 'save-marks' }}
              margin={false}
              onClick={() => void submit()}
              size="medium"
            >
              {state.save.kind === 'saving' ? texts.saving : texts.save}
            </Button>
          </span>
        </div>
      )}
      {!isHeld && !isNarrow && !isEmpty && <p className="dft-muted marks-help">{texts.help}</p>}
      {isWriting && (
        <RubricEditor
          language={language}
          onClose={() => setWriting(false)}
          onSaved={() => {
            setWriting(false);
            onMoved();
          }}
          sheet={sheet}
        />
      )}
      {rubric && (
        <RubricPanel
          {...rubric}
          isHeld={isHeld}
          language={language}
          onClose={() => setRubric(undefined)}
          onEdit={state.edit}
          sheet={sheet}
        />
      )}
      {isAsking && (
        <QuestionsPanel
          isHeld={isHeld}
          language={language}
          onClose={() => setAsking(false)}
          onSums={(edits) => {
            state.edit(edits);
            setAsking(false);
          }}
          sheet={sheet}
        />
      )}
      {explained !== undefined && (
        <ExplainPanel
          grid={grid}
          language={language}
          onClose={() => setExplained(undefined)}
          sheet={sheet}
          student={explained}
        />
      )}
      {isAdding && (
        <AssessmentForm
          language={language}
          onAdded={() => {
            setAdding(false);
            onMoved();
          }}
          onClose={() => setAdding(false)}
          sheet={sheet}
          today={today}
        />
      )}
    </div>
  );
}

function useNarrow(): boolean {
  const [isNarrow, setNarrow] = useState(false);
  useEffect(() => {
    const media = window.matchMedia('(max-width: 700px)');
    const update = () => setNarrow(media.matches);
    update();
    media.addEventListener('change', update);
    return () => media.removeEventListener('change', update);
  }, []);
  return isNarrow;
}
