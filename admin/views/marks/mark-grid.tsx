'use client';

import { type ClipboardEvent, type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import { hundredths, parseBlock, periodWeights } from '../../../core/gradebook/browser.ts';
import type { Sheet } from '../../../core/gradebook/index.ts';
import type { Language } from '../../../core/kernel/index.ts';
import { fill } from '../../components/format.ts';
import { columnMean } from './column-mean.ts';
import { conflictsOfRow } from './conflicts.ts';
import { areaOf, type Cursor, cursorAt, isTyping, movedCursor } from './grid-keys.ts';
import { type Edit, type Grid, pasteEdits, shownText } from './grid-model.ts';
import { MarkRow } from './mark-row.tsx';
import type { RubricCell } from './rubric-panel.tsx';
import { MARK_TEXTS } from './texts.ts';

type MarkGridProps = {
  sheet: Sheet;
  grid: Grid;
  language: Language;
  isHeld: boolean;
  onEdit: (edits: readonly Edit[]) => void;
  onUndo: () => void;
  onRedo: () => void;
  onOutside: (count: number) => void;
  onExplain: (student: string) => void;
  /** Opens the rubric of a cell, where the assessment has one. */
  onRubric?: (cell: RubricCell) => void;
  /** What the last column is called; the term mark by default. */
  totalTitle?: string;
};

/** The spreadsheet of a lesson group: pupils down, assessments across, one cell with the cursor. */
export function MarkGrid(props: MarkGridProps) {
  const { sheet, grid, language, isHeld, onEdit } = props;
  const texts = MARK_TEXTS[language];
  const table = useRef<HTMLTableElement>(null);
  const [cursor, setCursor] = useState<Cursor>(() => cursorAt(0, 0));
  const [editing, setEditing] = useState<string>();
  const hasFocus = useRef(false);
  const { columns } = grid;
  const { pupils } = sheet;
  const periods = sheet.periods ? periodWeights(sheet).filter(({ period }) => period) : [];
  const size = { rows: pupils.length, columns: columns.length };
  const isMirrored = language === 'ar';
  const area = areaOf(cursor);

  // The cell with the cursor has the focus, once the grid had it.
  useEffect(() => {
    if (!hasFocus.current || editing !== undefined) return;
    const cell = table.current?.querySelector<HTMLElement>(`[data-cell="${cursor.row}:${cursor.column}"]`);
    cell?.focus();
    cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [cursor, editing]);

  const textAt = (row: number, column: number) => {
    const [student, key] = [pupils[row]?.id ?? '', columns[column]?.key ?? ''];
    return shownText(grid.bases.get(student)?.get(key), grid.drafts.get(student)?.get(key), language);
  };
  const write = (row: number, column: number, text: string) => {
    const [student, key] = [pupils[row]?.id, columns[column]?.key];
    if (student && key) onEdit([{ student, column: key, text }]);
  };
  const commit = () => {
    if (editing !== undefined) write(cursor.row, cursor.column, editing);
    setEditing(undefined);
  };
  const startEditing = (text: string) => {
    if (!isHeld) setEditing(text);
  };

  const onEditingKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      setEditing(undefined);
    } else if (event.key === 'Enter') {
      commit();
      setCursor(
        cursorAt(Math.max(0, Math.min(size.rows - 1, cursor.row + (event.shiftKey ? -1 : 1))), cursor.column),
      );
    } else if (event.key === 'Tab' || event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      const next = movedCursor(
        cursor,
        { ...keyOf(event), shiftKey: event.key === 'Tab' && event.shiftKey },
        size,
        isMirrored,
      );
      commit();
      if (!next) return;
      setCursor(next);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement) || event.target.closest('button')) return;
    if (editing !== undefined) return onEditingKey(event);
    const isCommand = event.ctrlKey || event.metaKey;
    const next = movedCursor(cursor, keyOf(event), size, isMirrored);
    const column = columns[cursor.column];
    const student = pupils[cursor.row]?.id;
    if (next) setCursor(next);
    else if (event.altKey && event.key === 'Enter' && column?.hasRubric && student)
      props.onRubric?.({ student, exam: column.exam });
    else if (isCommand && event.code === 'KeyZ') (event.shiftKey ? props.onRedo : props.onUndo)();
    else if (isCommand && event.code === 'KeyY') props.onRedo();
    else if (isCommand && event.code === 'KeyA')
      setCursor({ row: size.rows - 1, column: size.columns - 1, anchor: { row: 0, column: 0 } });
    else if (event.key === 'Enter')
      setCursor(
        cursorAt(Math.max(0, Math.min(size.rows - 1, cursor.row + (event.shiftKey ? -1 : 1))), cursor.column),
      );
    else if (event.key === 'F2') startEditing(textAt(cursor.row, cursor.column));
    else if (event.key === 'Escape') setCursor(cursorAt(cursor.row, cursor.column));
    else if ((event.key === 'Delete' || event.key === 'Backspace') && !isHeld) onEdit(selected(''));
    else if (isTyping(event)) startEditing(event.key);
    else return;
    event.preventDefault();
  };

  const selected = (text: string): Edit[] =>
    pupils
      .slice(area.top, area.bottom + 1)
      .flatMap(({ id: student }) =>
        columns.slice(area.start, area.end + 1).map(({ key: column }) => ({ student, column, text })),
      );
  const onCopy = (event: ClipboardEvent) => {
    if (editing !== undefined) return;
    const rows = Array.from({ length: area.bottom - area.top + 1 }, (_, row) =>
      Array.from({ length: area.end - area.start + 1 }, (__, column) =>
        textAt(area.top + row, area.start + column),
      ).join('\t'),
    );
    event.clipboardData.setData('text/plain', rows.join('\n'));
    event.preventDefault();
  };
  const onPaste = (event: ClipboardEvent) => {
    if (editing !== undefined || isHeld) return;
    event.preventDefault();
    const block = parseBlock(event.clipboardData.getData('text/plain'));
    const { edits, outside } = pasteEdits(
      block,
      { row: area.top, column: area.start },
      pupils.map(({ id }) => id),
      columns,
      { rows: area.bottom - area.top + 1, columns: area.end - area.start + 1 },
    );
    onEdit(edits);
    props.onOutside(outside);
  };

  const onPoint = useCallback((row: number, column: number, extend: boolean) => {
    hasFocus.current = true;
    setCursor((now) =>
      extend
        ? { ...now, row, column }
        : now.row === row && now.column === column && now.anchor.row === row && now.anchor.column === column
          ? now
          : cursorAt(row, column),
    );
  }, []);
  const held = useRef({ isHeld, textAt, commit });
  held.current = { isHeld, textAt, commit };
  const onOpen = useCallback((row: number, column: number) => {
    if (held.current.isHeld) return;
    setCursor(cursorAt(row, column));
    setEditing(held.current.textAt(row, column));
  }, []);
  const onLeave = useCallback(() => held.current.commit(), []);

  return (
    <div className="marks-grid__scroll">
      <table
        aria-colcount={size.columns + periods.length + 2}
        aria-label={fill(texts.gridLabel, { group: sheet.offering.title, term: sheet.term.title })}
        aria-multiselectable="true"
        aria-rowcount={size.rows + 2}
        className="marks-grid"
        data-testid="mark-grid"
        onCopy={onCopy}
        onFocus={() => {
          hasFocus.current = true;
        }}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        ref={table}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the pattern of an editable grid on a table.
        role="grid"
      >
        <thead>
          <tr aria-rowindex={1}>
            <th className="marks-grid__name" scope="col">
              {texts.pupil}
            </th>
            {columns.map((column) => (
              <th className="marks-grid__head" key={column.key} scope="col">
                <span className="marks-grid__title" title={column.title}>
                  <bdi>{column.title}</bdi>
                </span>
                <span className="marks-grid__detail">
                  {column.attempt > 1 && `${texts.resit} · `}
                  {column.maxHundredths !== undefined && (
                    <bdi>{fill(texts.outOf, { max: hundredths(column.maxHundredths) })}</bdi>
                  )}
                  {column.isPublished && (
                    <span
                      aria-label={texts.published}
                      className="marks-grid__eye"
                      role="img"
                      title={texts.published}
                    >
                      ●
                    </span>
                  )}
                </span>
              </th>
            ))}
            {periods.map(({ period, percent }) => (
              <th className="marks-grid__head" key={period?.id} scope="col">
                <span className="marks-grid__title" title={period?.title}>
                  <bdi>{period?.title}</bdi>
                </span>
                <span className="marks-grid__detail">
                  <bdi dir="ltr">{percent}%</bdi>
                </span>
              </th>
            ))}
            <th className="marks-grid__mark" scope="col">
              {props.totalTitle ?? texts.average}
            </th>
          </tr>
        </thead>
        <tbody>
          {pupils.map((pupil, row) => {
            const isIn = row >= area.top && row <= area.bottom;
            return (
              <MarkRow
                active={row === cursor.row ? cursor.column : -1}
                bases={grid.bases.get(pupil.id)}
                columns={columns}
                conflicts={
                  grid.conflicts.size === 0 ? '' : [...conflictsOfRow(grid.conflicts, pupil.id)].join(' ')
                }
                drafts={grid.drafts.get(pupil.id)}
                editing={row === cursor.row ? editing : undefined}
                isHeld={isHeld}
                key={pupil.id}
                language={language}
                onEdit={onOpen}
                onExplain={props.onExplain}
                onLeave={onLeave}
                onPoint={onPoint}
                onRubric={props.onRubric}
                onType={setEditing}
                pupil={pupil}
                row={row}
                selectedFrom={isIn ? area.start : -1}
                selectedTo={isIn ? area.end : -2}
                sheet={sheet}
              />
            );
          })}
        </tbody>
        <tfoot>
          <tr aria-rowindex={size.rows + 2}>
            <th className="marks-grid__name" scope="row">
              {texts.classAverage}
            </th>
            {columns.map((column) => (
              <td className="marks-grid__mean" key={column.key}>
                <bdi>{columnMean(grid, column)}</bdi>
              </td>
            ))}
            {periods.map(({ period }) => (
              <td className="marks-grid__period" key={period?.id} />
            ))}
            <td className="marks-grid__mark" />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function keyOf({ key, shiftKey, ctrlKey, metaKey }: KeyboardEvent) {
  return { key, shiftKey, ctrlKey, metaKey };
}
