'use client';

import { memo, useMemo } from 'react';
import {
  type CellValue,
  calculateMark,
  hundredths,
  lateCut,
  type Mark,
  type Trace,
} from '../../../core/gradebook/browser.ts';
import type { Sheet, SheetPupil } from '../../../core/gradebook/index.ts';
import type { Language } from '../../../core/kernel/index.ts';
import { type Column, type Draft, shownMark, shownText } from './grid-model.ts';
import type { RubricCell } from './rubric-panel.tsx';
import { RUBRIC_TEXTS } from './rubric-texts.ts';
import { MARK_TEXTS } from './texts.ts';

export type RowCells = {
  bases: ReadonlyMap<string, CellValue> | undefined;
  drafts: ReadonlyMap<string, Draft> | undefined;
};
type MarkRowProps = RowCells & {
  sheet: Sheet;
  pupil: SheetPupil;
  row: number;
  columns: readonly Column[];
  language: Language;
  /** The column of the cursor, -1 when it is in another row. */
  active: number;
  selectedFrom: number;
  selectedTo: number;
  editing: string | undefined;
  conflicts: string;
  isHeld: boolean;
  onPoint: (row: number, column: number, extend: boolean) => void;
  onEdit: (row: number, column: number) => void;
  onType: (text: string) => void;
  onLeave: () => void;
  onExplain: (student: string) => void;
  onRubric?: ((cell: RubricCell) => void) | undefined;
};

/** The term mark of a pupil as it is on the page now, with what the pupil got in the grading periods of the term. */
export function traceOfRow(
  sheet: Sheet,
  columns: readonly Column[],
  { bases, drafts }: RowCells,
  student: string,
): Trace {
  const marks = columns.flatMap(({ key, exam, attempt }): Mark[] => {
    const mark = shownMark(bases?.get(key), drafts?.get(key));
    return mark ? [{ assessmentId: exam, attempt, ...mark }] : [];
  });
  return calculateMark({ ...sheet, marks: [...marks, ...(sheet.periodMarks?.[student] ?? [])] });
}

/** One pupil of the grid. Drawn again only when something in it changed, so that typing stays quick with 600 cells. */
export const MarkRow = memo(function MarkRow(props: MarkRowProps) {
  const { sheet, pupil, row, columns, bases, drafts, language, active, editing } = props;
  const texts = MARK_TEXTS[language];
  const trace = useMemo(
    () => traceOfRow(sheet, columns, { bases, drafts }, pupil.id),
    [sheet, columns, bases, drafts, pupil.id],
  );
  const name = language === 'ar' ? (pupil.nameAr ?? pupil.name) : pupil.name;
  const conflicts = new Set(props.conflicts.split(' '));
  return (
    <tr aria-rowindex={row + 2}>
      <th className="marks-grid__name" scope="row">
        <span>
          <bdi>{name}</bdi>
        </span>
        <span className="marks-grid__number">
          <bdi>{pupil.admissionNumber}</bdi>
        </span>
      </th>
      {columns.map((column, index) => {
        const draft = drafts?.get(column.key);
        const base = bases?.get(column.key);
        const mark = shownMark(base, draft);
        const isActive = index === active;
        const isEditing = isActive && editing !== undefined;
        const isOver =
          mark?.scoreHundredths !== undefined &&
          column.maxHundredths !== undefined &&
          mark.scoreHundredths > column.maxHundredths;
        const cut = mark && lateCut(mark, sheet, column.categoryId);
        const problem = draft?.problem ? texts.problems[draft.problem] : undefined;
        const classes = [
          'marks-grid__cell',
          index >= props.selectedFrom && index <= props.selectedTo ? 'marks-grid__cell--selected' : '',
          isActive ? 'marks-grid__cell--active' : '',
          draft ? 'marks-grid__cell--draft' : '',
          problem ? 'marks-grid__cell--wrong' : '',
          conflicts.has(column.key) ? 'marks-grid__cell--conflict' : '',
          isOver ? 'marks-grid__cell--over' : '',
          mark && mark.scoreHundredths === undefined ? 'marks-grid__cell--status' : '',
        ];
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the grid around has the keys.
          <td
            aria-colindex={index + 2}
            aria-invalid={problem ? true : undefined}
            aria-readonly={props.isHeld || undefined}
            aria-selected={index >= props.selectedFrom && index <= props.selectedTo}
            className={classes.filter(Boolean).join(' ')}
            data-cell={`${row}:${index}`}
            key={column.key}
            onClick={(event) => props.onPoint(row, index, event.shiftKey)}
            onDoubleClick={() => props.onEdit(row, index)}
            // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the pattern of an editable grid on a table.
            role="gridcell"
            tabIndex={isActive && !isEditing ? 0 : -1}
            title={problem}
          >
            {isEditing ? (
              <input
                aria-label={`${name}, ${column.title}`}
                autoComplete="off"
                // biome-ignore lint/a11y/noAutofocus: the cell was opened to be typed into.
                autoFocus
                className="marks-grid__input"
                dir="ltr"
                inputMode="decimal"
                onBlur={props.onLeave}
                onChange={(event) => props.onType(event.target.value)}
                value={editing}
              />
            ) : (
              <>
                <bdi>{shownText(base, draft, language)}</bdi>
                {cut !== undefined && (
                  <bdi className="marks-grid__cut" dir="ltr" title={texts.lateCut}>
                    −{cut}%
                  </bdi>
                )}
                {isActive && column.hasRubric && props.onRubric && (
                  <button
                    aria-label={RUBRIC_TEXTS[language].openCell}
                    className="marks-grid__rubric"
                    data-testid="open-rubric"
                    onClick={() => props.onRubric?.({ student: pupil.id, exam: column.exam })}
                    tabIndex={-1}
                    title={RUBRIC_TEXTS[language].openCell}
                    type="button"
                  >
                    ☰
                  </button>
                )}
              </>
            )}
          </td>
        );
      })}
      {periodsOf(trace).map(({ termId, percent }) => (
        <td className="marks-grid__period" key={termId}>
          <bdi dir="ltr">{percent === undefined ? '—' : `${shortPercent(percent)}%`}</bdi>
        </td>
      ))}
      <td className="marks-grid__mark" data-testid={`term-mark-${row}`}>
        <button onClick={() => props.onExplain(pupil.id)} tabIndex={-1} title={texts.how} type="button">
          <MarkText language={language} trace={trace} />
        </button>
      </td>
    </tr>
  );
});

// Two decimals are enough beside a grid; the formula has all that is exact.
function shortPercent(percent: string): string {
  return String(Math.round(Number(percent) * 100) / 100);
}

/** The grading periods in a trace; none where the mark is not made of them. */
function periodsOf({ periods = [] }: Trace) {
  return periods.filter(({ termId }) => termId !== undefined);
}

/** A term mark in short: the rounded percentage and its label. */
export function MarkText({ trace, language }: { trace: Trace; language: Language }) {
  if (trace.percentHundredths === undefined) return <span className="dft-zero">—</span>;
  const label = language === 'ar' ? (trace.labelAr ?? trace.label) : trace.label;
  return (
    <>
      <bdi dir="ltr">
        {hundredths(trace.percentHundredths)}%{trace.status === 'incomplete' ? ' …' : ''}
      </bdi>
      {label && trace.status === 'marked' && (
        <bdi className={`marks-grid__label${trace.passes === false ? ' marks-grid__label--failed' : ''}`}>
          {label}
        </bdi>
      )}
    </>
  );
}
