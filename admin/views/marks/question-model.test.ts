import { describe, expect, it } from 'vitest';
import type { Sheet } from '../../../core/gradebook/index.ts';
import { settle, withConflicts } from './conflicts.ts';
import { applyEdits, openGrid } from './grid-model.ts';
import { cellConflicts, rowsToSave, sheetOfPaper, sumEdits, wrongCells } from './question-model.ts';

const QUESTIONS = [
  { title: 'Q1', maxHundredths: 500 },
  { title: 'Q2', maxHundredths: 1000 },
];
const ROWS = [
  { student: 'p1', scores: [300, 700] },
  { student: 'p2', scores: [null, 200] },
];
const SHEET = { rules: {} } as unknown as Sheet;
const read = new Map(ROWS.map(({ student, scores }) => [student, scores]));
const open = () => openGrid(sheetOfPaper(SHEET, QUESTIONS, ROWS));

describe('scores question by question', () => {
  it('should send only the rows that changed, whole, with what was read', () => {
    const grid = applyEdits(open(), [
      { student: 'p2', column: 'q0:1', text: '٤٫٥' },
      { student: 'p3', column: 'q1:1', text: '9' },
      { student: 'p1', column: 'q0:1', text: '3' },
    ]);
    expect(rowsToSave(grid, read, 2)).toEqual([
      { student: 'p2', base: [null, 200], scores: [450, 200] },
      { student: 'p3', base: null, scores: [null, 900] },
    ]);
  });

  it('should sum up complete rows alone', () => {
    expect(sumEdits(open(), ['p1', 'p2', 'p3'], 'exam', 2)).toEqual([
      { student: 'p1', column: 'exam:1', text: '10' },
    ]);
    expect(sumEdits(open(), ['p1'], 'exam', 0)).toEqual([]);
  });

  it('should take scores alone', () => {
    const edits = ['ex', 'x', '4'].map((text, index) => ({ student: `p${index}`, column: 'q0:1', text }));
    expect(wrongCells(applyEdits(open(), edits))).toBe(2);
  });

  it('should show a conflict of rows at the cells that differ, and settle it', () => {
    const grid = applyEdits(open(), [{ student: 'p1', column: 'q0:1', text: '1' }]);
    const conflicts = cellConflicts([{ student: 'p1', theirs: [500, 700], mine: [100, 700] }]);
    expect(conflicts.map(({ exam }) => exam)).toEqual(['q0']);
    const contested = withConflicts(grid, conflicts);
    const keys = [...contested.conflicts.keys()];
    expect(rowsToSave(settle(contested, keys, 'mine'), read, 2)[0]?.scores).toEqual([100, 700]);
    expect(rowsToSave(settle(contested, keys, 'theirs'), read, 2)).toEqual([]);
  });
});
