import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellText, parseBlock, parseCell } from './parse-cell.ts';
import { MARK_STATUSES } from './types.ts';

const mark = (status: string, scoreHundredths?: number) => ({
  kind: 'mark',
  mark: { status, ...(scoreHundredths === undefined ? {} : { scoreHundredths }) },
});

describe('what is typed or pasted into a cell', () => {
  it.each([
    ['17', mark('graded', 1700)],
    [' 17.5 ', mark('graded', 1750)],
    ['17,25', mark('graded', 1725)],
    ['١٧٫٥', mark('graded', 1750)],
    ['۱۷٫۵', mark('graded', 1750)],
    ['\u206617.5\u2069', mark('graded', 1750)],
    ['١٬٠٠٠', mark('graded', 100_000)],
    ['0', mark('graded', 0)],
    ['17 L', mark('late', 1700)],
    ['١٧ ت', mark('late', 1700)],
    ['17 L3', { kind: 'mark', mark: { status: 'late', scoreHundredths: 1700, daysLate: 3 } }],
    ['17.5 late 12', { kind: 'mark', mark: { status: 'late', scoreHundredths: 1750, daysLate: 12 } }],
    ['١٧ ت٣', { kind: 'mark', mark: { status: 'late', scoreHundredths: 1700, daysLate: 3 } }],
    ['17 L0', mark('late', 1700)],
    ['17 L999', { kind: 'problem', problem: 'notAMark' }],
    ['EX', mark('exempt')],
    ['معفى', mark('exempt')],
    ['غ', mark('missing')],
    ['غائب', mark('missing')],
    ['ms', mark('missing')],
    ['inc', mark('incomplete')],
    ['سُلّم', mark('submitted')],
    ['ns', mark('not_submitted')],
    ['', { kind: 'empty' }],
    ['-', { kind: 'empty' }],
    ['1.234', { kind: 'problem', problem: 'tooPrecise' }],
    ['seven', { kind: 'problem', problem: 'notAMark' }],
    ['-3', { kind: 'problem', problem: 'notAMark' }],
    ['constructor', { kind: 'problem', problem: 'notAMark' }],
    ['=1+1', { kind: 'problem', problem: 'notAMark' }],
  ])('should read %j', (text, expected) => {
    expect(parseCell(text)).toEqual(expected);
  });

  it('should keep extra credit and catch a slip of the hand', () => {
    expect(parseCell('22', 2000)).toEqual(mark('graded', 2200));
    expect(parseCell('185', 2000)).toEqual({ kind: 'problem', problem: 'tooHigh' });
  });

  it('should read back what it writes', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...MARK_STATUSES),
        fc.integer({ min: 0, max: 99_999 }),
        fc.integer({ min: 0, max: 365 }),
        fc.constantFrom('en', 'ar'),
        (status, score, daysLate, language) => {
          const isScored = status === 'graded' || status === 'late';
          const days = status === 'late' && daysLate > 0 ? { daysLate } : {};
          const cell = isScored ? { status, scoreHundredths: score, ...days } : { status };
          expect(parseCell(cellText(cell, language as 'en' | 'ar'))).toEqual({ kind: 'mark', mark: cell });
        },
      ),
    );
  });

  it('should read a block of a spreadsheet with tabs, line breaks and quotes', () => {
    expect(parseBlock('1\t2\r\n3\t\r\n')).toEqual([
      ['1', '2'],
      ['3', ''],
    ]);
    expect(parseBlock('a\n"b\tc"\t"d""e"\n')).toEqual([['a'], ['b\tc', 'd"e']]);
    expect(parseBlock('x')).toEqual([['x']]);
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.stringMatching(/^[a-z0-9 .]{0,4}$/), { minLength: 2, maxLength: 2 }), {
          minLength: 1,
          maxLength: 4,
        }),
        (rows) => {
          expect(parseBlock(`${rows.map((row) => row.join('\t')).join('\n')}\n`)).toEqual(rows);
        },
      ),
    );
  });
});
