import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CellConflict, Sheet } from '../../../core/gradebook/index.ts';
import { afterSave, cellsToSave, settle, withConflicts, withProblems } from './conflicts.ts';
import { areaOf, cursorAt, isTyping, movedCursor } from './grid-keys.ts';
import {
  applyEdits,
  columnKey,
  type Grid,
  listDrafts,
  openGrid,
  pasteEdits,
  redo,
  undo,
} from './grid-model.ts';

const graded = (scoreHundredths: number) => ({ status: 'graded' as const, scoreHundredths });
const SHEET = {
  assessments: [
    { id: 'a', title: 'A', type: 'quiz', maxHundredths: 2000, resitDate: '2026-02-01' },
    { id: 'b', title: 'B', type: 'quiz', maxHundredths: 2000 },
  ],
  cells: [
    { student: 'p1', exam: 'a', attempt: 1, ...graded(1000) },
    { student: 'p2', exam: 'b', attempt: 2, ...graded(500) },
  ],
} as unknown as Sheet;
const [A, B] = [columnKey('a', 1), columnKey('b', 1)];
const STUDENTS = ['p1', 'p2', 'p3'];
const type = (grid: Grid, student: string, column: string, text: string) =>
  applyEdits(grid, [{ student, column, text }]);
const textsOf = (grid: Grid) =>
  listDrafts(grid.drafts).map(({ student, column, draft }) => [student, column, draft.text, draft.problem]);

describe('the grid of marks', () => {
  it('should have a column an assessment, and one for each re-sit there is or was', () => {
    expect(openGrid(SHEET).columns.map(({ key }) => key)).toEqual(['a:1', 'a:2', 'b:1', 'b:2']);
  });

  it('should keep what differs, say what is no mark, and forget what says what is saved', () => {
    const open = openGrid(SHEET);
    expect(textsOf(type(open, 'p1', A, '١٧٫٥'))).toEqual([['p1', A, '17.5', undefined]]);
    expect(textsOf(type(open, 'p1', A, '10.0'))).toEqual([]);
    expect(textsOf(type(open, 'p1', A, 'x'))).toEqual([['p1', A, 'x', 'notAMark']]);
    expect(textsOf(type(open, 'p1', A, '99'))).toEqual([['p1', A, '99', 'tooHigh']]);
    expect(textsOf(type(open, 'p1', A, ''))).toEqual([['p1', A, '', undefined]]);
    expect(type(open, 'p1', 'none', '1')).toBe(open);
  });

  it('should send what is a mark or empty with what was read, and not what is wrong or contested', () => {
    let grid = type(openGrid(SHEET), 'p1', A, '');
    grid = type(type(grid, 'p2', A, 'ex'), 'p3', A, 'x');
    expect(cellsToSave(grid)).toEqual([
      { student: 'p1', exam: 'a', attempt: 1, base: graded(1000), mark: null },
      { student: 'p2', exam: 'a', attempt: 1, base: null, mark: { status: 'exempt' } },
    ]);
  });

  it('should keep what was typed while a save was under way', () => {
    const sentFrom = type(type(openGrid(SHEET), 'p1', A, '12'), 'p2', A, '13');
    const sent = cellsToSave(sentFrom);
    const saved = afterSave(type(sentFrom, 'p1', A, '14'), sent);
    expect(textsOf(saved)).toEqual([['p1', A, '14', undefined]]);
    expect(cellsToSave(saved)).toMatchObject([{ base: graded(1200), mark: graded(1400) }]);
  });

  it('should lose nothing in a conflict and send what was chosen over what is there', () => {
    const conflict: CellConflict = {
      student: 'p1',
      exam: 'a',
      attempt: 1,
      theirs: graded(1500),
      mine: graded(1200),
    };
    const contested = withConflicts(type(type(openGrid(SHEET), 'p1', A, '12'), 'p2', A, '13'), [conflict]);
    const keys = [...contested.conflicts.keys()];
    expect(cellsToSave(contested).map(({ student }) => student)).toEqual(['p2']);
    expect(cellsToSave(settle(contested, keys, 'mine'))).toMatchObject([
      { student: 'p1', base: graded(1500), mark: graded(1200) },
      { student: 'p2' },
    ]);
    const theirs = settle(contested, keys, 'theirs');
    expect(cellsToSave(theirs).map(({ student }) => student)).toEqual(['p2']);
    expect(theirs.bases.get('p1')?.get(A)).toEqual(graded(1500));
  });

  it('should show what the server found wrong at its cell', () => {
    const grid = withProblems(type(openGrid(SHEET), 'p1', A, '12'), [
      { student: 'p1', exam: 'a', attempt: 1, problem: 'pupilUnknown' },
    ]);
    expect(textsOf(grid)).toEqual([['p1', A, '12', 'pupilUnknown']]);
  });

  it('should lay a block on the grid, count what hangs over, and fill a selection with one cell', () => {
    const { columns } = openGrid(SHEET);
    const block = [
      ['1', '2', '3'],
      ['4', '5', ''],
    ];
    const pasted = pasteEdits(block, { row: 2, column: 2 }, STUDENTS, columns);
    expect(pasted.edits.map(({ student, column, text }) => [student, column, text])).toEqual([
      ['p3', B, '1'],
      ['p3', 'b:2', '2'],
    ]);
    expect(pasted.outside).toBe(3);
    expect(
      pasteEdits([['7']], { row: 0, column: 0 }, STUDENTS, columns, { rows: 2, columns: 2 }).edits,
    ).toHaveLength(4);
  });

  it('should undo and redo any steps to where they were', () => {
    const edit = fc.record({
      student: fc.constantFrom(...STUDENTS),
      column: fc.constantFrom(A, B),
      text: fc.constantFrom('', '1', '10', '12.5', 'ex', 'x', '99'),
    });
    fc.assert(
      fc.property(fc.array(fc.array(edit, { minLength: 1, maxLength: 4 }), { maxLength: 8 }), (steps) => {
        const open = openGrid(SHEET);
        const done = steps.reduce(applyEdits, open);
        let back = done;
        for (const _ of done.undo) back = undo(back);
        expect(textsOf(back)).toEqual([]);
        let forth = back;
        for (const _ of done.undo) forth = redo(forth);
        expect(textsOf(forth).sort()).toEqual(textsOf(done).sort());
        expect(undo(open)).toBe(open);
        expect(redo(done)).toBe(done);
      }),
    );
  });
});

describe('the keys of the grid', () => {
  const press = (key: string, more: object = {}) => ({
    key,
    shiftKey: false,
    ctrlKey: false,
    metaKey: false,
    ...more,
  });
  const size = { rows: 3, columns: 4 };
  const moved = (key: string, isMirrored: boolean, more: object = {}) => {
    const cursor = movedCursor(cursorAt(1, 1), press(key, more), size, isMirrored);
    return cursor && [cursor.row, cursor.column];
  };

  it('should follow the eye in both directions of writing', () => {
    expect([moved('ArrowRight', false), moved('ArrowRight', true)]).toEqual([
      [1, 2],
      [1, 0],
    ]);
    expect([moved('ArrowLeft', false), moved('ArrowLeft', true)]).toEqual([
      [1, 0],
      [1, 2],
    ]);
    expect([moved('Home', true), moved('End', true), moved('ArrowDown', true, { ctrlKey: true })]).toEqual([
      [1, 0],
      [1, 3],
      [2, 1],
    ]);
  });

  it('should move by Tab along the row and leave the grid at its end', () => {
    expect([moved('Tab', true), moved('Tab', false, { shiftKey: true })]).toEqual([
      [1, 2],
      [1, 0],
    ]);
    expect(movedCursor(cursorAt(0, 3), press('Tab'), size, false)).toBeUndefined();
    expect(movedCursor(cursorAt(0, 0), press('Tab', { shiftKey: true }), size, false)).toBeUndefined();
  });

  it('should stay inside, and select a rectangle with Shift', () => {
    let cursor = cursorAt(1, 1);
    for (let step = 0; step < 9; step += 1)
      cursor = movedCursor(cursor, press('ArrowUp', { shiftKey: true }), size, false) ?? cursor;
    expect(areaOf(cursor)).toEqual({ top: 0, bottom: 1, start: 1, end: 1 });
  });

  it('should know what types', () => {
    expect([
      isTyping(press('7')),
      isTyping(press('غ')),
      isTyping(press('F2')),
      isTyping(press('v', { ctrlKey: true })),
    ]).toEqual([true, true, false, false]);
  });
});
