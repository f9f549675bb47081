'use client';

import { useId, useState } from 'react';
import { hundredths, lateCut } from '../../../core/gradebook/browser.ts';
import type { Sheet } from '../../../core/gradebook/index.ts';
import type { Language } from '../../../core/kernel/index.ts';
import { fill } from '../../components/format.ts';
import { type Edit, type Grid, shownMark, shownText } from './grid-model.ts';
import { MarkText, traceOfRow } from './mark-row.tsx';
import type { RubricCell } from './rubric-panel.tsx';
import { RUBRIC_TEXTS } from './rubric-texts.ts';
import { MARK_TEXTS } from './texts.ts';

type PhoneMarksProps = {
  sheet: Sheet;
  grid: Grid;
  language: Language;
  isHeld: boolean;
  onEdit: (edits: readonly Edit[]) => void;
  onExplain: (student: string) => void;
  onRubric?: (cell: RubricCell) => void;
};

/** The grid on a phone: one assessment at a time, a field a pupil. */
export function PhoneMarks({ sheet, grid, language, isHeld, onEdit, onExplain, onRubric }: PhoneMarksProps) {
  const texts = MARK_TEXTS[language];
  const id = useId();
  const [chosen, setChosen] = useState(grid.columns.at(-1)?.key);
  const column = grid.columns.find(({ key }) => key === chosen) ?? grid.columns[0];
  // A term that is made of grading periods alone has nothing to type into.
  if (!column)
    return (
      <ul className="marks-phone__list" data-testid="marks-phone">
        {sheet.pupils.map((pupil) => (
          <li key={pupil.id}>
            <span className="marks-phone__name">
              <bdi>{language === 'ar' ? (pupil.nameAr ?? pupil.name) : pupil.name}</bdi>
            </span>
            <button className="marks-phone__mark" onClick={() => onExplain(pupil.id)} type="button">
              <MarkText
                language={language}
                trace={traceOfRow(sheet, [], { bases: undefined, drafts: undefined }, pupil.id)}
              />
            </button>
          </li>
        ))}
      </ul>
    );
  return (
    <div className="marks-phone" data-testid="marks-phone">
      <label htmlFor={id}>{texts.phoneAssessment}</label>
      <select
        className="dft-input"
        id={id}
        onChange={(event) => setChosen(event.target.value)}
        value={column.key}
      >
        {grid.columns.map(({ key, title, attempt, maxHundredths }) => (
          <option key={key} value={key}>
            {title}
            {attempt > 1 ? ` (${texts.resit})` : ''}
            {maxHundredths === undefined ? '' : ` · ${fill(texts.outOf, { max: hundredths(maxHundredths) })}`}
          </option>
        ))}
      </select>
      <ul className="marks-phone__list">
        {sheet.pupils.map((pupil) => {
          const cells = { bases: grid.bases.get(pupil.id), drafts: grid.drafts.get(pupil.id) };
          const draft = cells.drafts?.get(column.key);
          const name = language === 'ar' ? (pupil.nameAr ?? pupil.name) : pupil.name;
          const mark = shownMark(cells.bases?.get(column.key), draft);
          const cut = mark && lateCut(mark, sheet, column.categoryId);
          return (
            <li key={pupil.id}>
              <span className="marks-phone__name">
                <bdi>{name}</bdi>
                {draft?.problem && (
                  <span className="marks-phone__problem">{texts.problems[draft.problem]}</span>
                )}
                {cut !== undefined && (
                  <bdi className="marks-grid__cut" dir="ltr" title={texts.lateCut}>
                    −{cut}%
                  </bdi>
                )}
              </span>
              <input
                aria-invalid={draft?.problem ? true : undefined}
                aria-label={`${name}, ${column.title}`}
                className={`dft-input marks-phone__input${draft ? ' marks-phone__input--draft' : ''}`}
                defaultValue={shownText(cells.bases?.get(column.key), draft, language)}
                dir="ltr"
                disabled={isHeld}
                inputMode="decimal"
                key={`${column.key}:${shownText(cells.bases?.get(column.key), draft, language)}`}
                onBlur={(event) =>
                  onEdit([{ student: pupil.id, column: column.key, text: event.target.value }])
                }
              />
              {column.hasRubric && onRubric && (
                <button
                  aria-label={RUBRIC_TEXTS[language].openCell}
                  className="dft-tab"
                  data-testid="open-rubric"
                  onClick={() => onRubric({ student: pupil.id, exam: column.exam })}
                  type="button"
                >
                  ☰
                </button>
              )}
              <button className="marks-phone__mark" onClick={() => onExplain(pupil.id)} type="button">
                <MarkText language={language} trace={traceOfRow(sheet, grid.columns, cells, pupil.id)} />
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
