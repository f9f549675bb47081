'use client';

import { Button } from '@payloadcms/ui';
import { useId, useState } from 'react';
import type { Sheet } from '../../../core/gradebook/index.ts';
import type { Language } from '../../../core/kernel/index.ts';
import { counted, fill } from '../../components/format.ts';
import { ConflictPanel } from './conflict-panel.tsx';
import { settle } from './conflicts.ts';
import { applyEdits, type Edit, redo, undo } from './grid-model.ts';
import { MarkGrid } from './mark-grid.tsx';
import { sheetOfPaper, sumEdits, wrongCells } from './question-model.ts';
import { MARK_TEXTS } from './texts.ts';
import { usePaper } from './use-paper.ts';

type QuestionsPanelProps = {
  sheet: Sheet;
  language: Language;
  isHeld: boolean;
  onSums: (edits: Edit[]) => void;
  onClose: () => void;
};

/** Scores question by question in a grid of the same kind; the sums can be put into the column of the assessment. */
export function QuestionsPanel({ sheet, language, isHeld, onSums, onClose }: QuestionsPanelProps) {
  const texts = MARK_TEXTS[language];
  const words = texts.questions;
  const id = useId();
  // An assessment with a rubric is marked by its levels.
  const assessments = sheet.assessments.filter(({ rubric }) => !rubric);
  const [exam, setExam] = useState(assessments.at(-1)?.id ?? '');
  const paper = usePaper(sheet, exam, texts.offline);
  const { grid, questions = [] } = paper;
  const wrong = grid ? wrongCells(grid) : 0;
  const sums = grid
    ? sumEdits(
        grid,
        sheet.pupils.map((pupil) => pupil.id),
        exam,
        questions.length,
      )
    : [];
  const shown = sheetOfPaper(sheet, questions, []);
  const replace = (index: number, part: object) =>
    paper.setQuestions(questions.map((question, at) => (at === index ? { ...question, ...part } : question)));
  return (
    <section className="dft-card dft-stack dft-stack--tight" data-testid="questions-panel">
      <div className="dft-row dft-row--between">
        <h2>{words.title}</h2>
        <button className="dft-tab" onClick={onClose} type="button">
          {texts.close}
        </button>
      </div>
      <p className="dft-muted">{words.lead}</p>
      <label htmlFor={`${id}-exam`}>{texts.phoneAssessment}</label>
      <select
        className="dft-input marks-overview__find"
        disabled={paper.isDirty}
        id={`${id}-exam`}
        onChange={(event) => setExam(event.target.value)}
        value={exam}
      >
        {assessments.map((assessment) => (
          <option key={assessment.id} value={assessment.id}>
            {assessment.title}
          </option>
        ))}
      </select>
      <ol className="marks-questions">
        {questions.map((question, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a question is known by its place.
          <li key={index}>
            <input
              aria-label={fill(words.titleOf, { number: index + 1 })}
              className="dft-input"
              dir="auto"
              disabled={isHeld}
              maxLength={80}
              onChange={(event) => replace(index, { title: event.target.value })}
              value={question.title}
            />
            <input
              aria-label={fill(words.maxOf, { number: index + 1 })}
              className="dft-input"
              dir="ltr"
              disabled={isHeld}
              min="0.25"
              onChange={(event) =>
                replace(index, { maxHundredths: Math.max(1, Math.round(Number(event.target.value) * 100)) })
              }
              step="0.25"
              type="number"
              value={question.maxHundredths / 100}
            />
          </li>
        ))}
      </ol>
      {!isHeld && (
        <div className="dft-row">
          <button
            className="dft-tab"
            data-testid="add-question"
            onClick={() =>
              paper.setQuestions([
                ...questions,
                { title: `${words.short}${questions.length + 1}`, maxHundredths: 500 },
              ])
            }
            type="button"
          >
            {words.add}
          </button>
          {questions.length > 0 && (
            <button
              className="dft-tab"
              onClick={() => paper.setQuestions(questions.slice(0, -1))}
              type="button"
            >
              {words.remove}
            </button>
          )}
        </div>
      )}
      {paper.problem !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {paper.problem}
        </p>
      )}
      {grid && grid.conflicts.size > 0 && (
        <ConflictPanel
          grid={grid}
          language={language}
          onChoose={(keys, choice) => paper.change((now) => settle(now, keys, choice))}
          sheet={shown}
        />
      )}
      {grid && questions.length > 0 && (
        <MarkGrid
          grid={grid}
          isHeld={isHeld}
          key={`${exam}:${questions.length}`}
          language={language}
          onEdit={(edits) => paper.change((now) => applyEdits(now, edits))}
          onExplain={() => undefined}
          onOutside={() => undefined}
          onRedo={() => paper.change(redo)}
          onUndo={() => paper.change(undo)}
          sheet={shown}
          totalTitle={words.total}
        />
      )}
      {!isHeld && (
        <div className="dft-row">
          {wrong > 0 && <strong className="marks-bar__wrong">{counted(texts.wrong, wrong, language)}</strong>}
          <Button
            disabled={!paper.isDirty || paper.isSaving || wrong > 0 || (grid?.conflicts.size ?? 0) > 0}
            extraButtonProps={{ 'data-testid': 'save-questions' }}
            margin={false}
            onClick={() => void paper.save()}
            size="medium"
          >
            {words.save}
          </Button>
          <Button
            buttonStyle="secondary"
            disabled={paper.isDirty || sums.length === 0}
            extraButtonProps={{ 'data-testid': 'put-sums' }}
            margin={false}
            onClick={() => onSums(sums)}
            size="medium"
          >
            {counted(words.sums, sums.length, language)}
          </Button>
        </div>
      )}
    </section>
  );
}
