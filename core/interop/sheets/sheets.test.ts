import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePieces, encodingOf } from './decode-text.ts';
import { findDelimiter } from './find-delimiter.ts';
import { foldHeader, headerSignature } from './fold-header.ts';
import { findHeaderRow, guessMapping } from './guess-mapping.ts';
import { readDate } from './parse-date.ts';
import { sheetProblemText } from './problem-texts.ts';
import { contradictsBirth, readValue } from './read-value.ts';
import type { SheetField, SheetProblemCode, SheetRow } from './sheet-types.ts';
import { SHEET_TARGETS } from './target-fields.ts';

const CONTEXT = { dateOrder: undefined, country: '+974' };
const rowsOf = (...lines: string[][]): SheetRow[] =>
  lines.map((cells, index) => ({ number: index + 1, cells: cells.map((text) => ({ text })) }));
const fieldOf = (name: string): SheetField => {
  const field = SHEET_TARGETS.students.fields.find((one) => one.name === name);
  if (!field) throw new Error(`no field ${name}`);
  return field;
};

describe('the encoding of a sheet', () => {
  const text = 'رقم,الاسم\r\n1,ليلى';
  const windows1256 = Buffer.from([0xe1, 0xed, 0xe1, 0xec, 0x2c, 0x31, 0x0a]);
  it.each([
    ['utf-8', Buffer.from(text), text],
    ['utf-8', Buffer.from(`\ufeff${text}`), text],
    ['utf-16le', Buffer.from(`\ufeff${text}`, 'utf16le'), text],
    ['utf-16be', Buffer.from(`\ufeff${text}`, 'utf16le').swap16(), text],
    ['utf-16le', Buffer.from('id,name\n1,Layla\n', 'utf16le'), 'id,name\n1,Layla\n'],
    ['windows-1256', windows1256, 'ليلى,1\n'],
  ] as const)('should be seen: %s', (encoding, bytes, expected) => {
    expect(encodingOf(bytes)).toBe(encoding);
    expect([...decodePieces(bytes, encoding)].join('')).toBe(expected);
  });

  it('should give any text in UTF-8 back, however it is cut', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (any) => {
        const bytes = Buffer.from(`ا${any}`);
        return [...decodePieces(bytes, encodingOf(bytes))].join('') === `ا${any}`;
      }),
    );
  });
});

describe('the delimiter of a sheet', () => {
  it.each([
    [',', 'a,b,c\n1,2,3'],
    [';', 'name;mark\nAli, Omar;12,5\nSara, Mona;9,5'],
    ['\t', 'a\tb\n"x\ty"\t2'],
    ['|', 'a|b\n1|2'],
    [',', 'one column\nand no more'],
  ])('should be found: %j', (delimiter, text) => {
    expect(findDelimiter(text)).toBe(delimiter);
  });
});

describe('a date that a person wrote', () => {
  it.each([
    ['2011-03-04', '2011-03-04'],
    ['2011/3/4', '2011-03-04'],
    ['25/2/2005', '2005-02-25'],
    ['2/25/2005', '2005-02-25'],
    ['٢٥/٠٢/٢٠٠٥', '2005-02-25'],
    ['5/5/2005', '2005-05-05'],
    ['13 مارس 2012', '2012-03-13'],
    ['4 Feb 2005', '2005-02-04'],
    ['February 4, 2005', '2005-02-04'],
    ['29.2.2012', '2012-02-29'],
  ])('should be certain: %s', (text, date) => {
    expect(readDate(text)).toEqual({ date });
  });

  it('should stay open when both numbers can be the month, until the order is said', () => {
    expect(readDate('4/2/2005')).toEqual({ open: ['2005-02-04', '2005-04-02'] });
    expect(readDate('4/2/2005', 'day-first')).toEqual({ date: '2005-02-04' });
    expect(readDate('4/2/2005', 'month-first')).toEqual({ date: '2005-04-02' });
  });

  it.each(['29/2/2013', '4/2/05', '31/31/2011', 'soon', '', '1234'])('should be refused: %s', (text) => {
    expect(readDate(text)).toEqual({ fault: true });
  });

  it('should be the same day in every certain spelling', () => {
    const day = fc.date({ min: new Date('1901-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(day, (date) => {
        const iso = date.toISOString().slice(0, 10);
        const [year, month, number] = iso.split('-');
        expect(readDate(`${year}.${month}.${number}`)).toEqual({ date: iso });
        expect(readDate(`${number}/${month}/${year}`, 'day-first')).toEqual({ date: iso });
        expect(
          readDate(`${month}-${number}-${year}`, Number(number) > 12 ? undefined : 'month-first'),
        ).toEqual({ date: iso });
      }),
    );
  });
});

describe('the columns of a sheet', () => {
  it('should be known by headers in either language and any spelling', () => {
    const headers = ['رقم_الطالب', 'Student.FirstName', 'LAST NAME', 'تاريخ الميلاد', 'Gender', 'Remarks'];
    expect(guessMapping(headers, [], SHEET_TARGETS.students.fields)).toEqual({
      0: 'admissionNumber',
      1: 'givenName',
      2: 'familyName',
      3: 'birthDate',
      4: 'sex',
    });
  });

  it('should tell Arabic names from Latin ones by their letters, whatever the header says', () => {
    const rows = rowsOf(['ليلى', 'Layla'], ['عمر', 'Omar']);
    expect(guessMapping(['الاسم', 'Name (English)'], rows, SHEET_TARGETS.students.fields)[0]).toBe(
      'givenNameAr',
    );
    expect(guessMapping(['الاسم'], rowsOf(['Layla']), SHEET_TARGETS.students.fields)[0]).toBe('givenName');
  });

  it('should be found below a title', () => {
    const rows = rowsOf(
      ['مدرسة النور'],
      [''],
      ['رقم القيد', 'First name', 'Family name'],
      ['A-1', 'Layla', 'Hassan'],
    );
    expect(findHeaderRow(rows, SHEET_TARGETS.students.fields)).toBe(3);
  });

  it('should be remembered by their words and order alone', () => {
    expect(headerSignature(['Student No.', 'الإسم'])).toBe(headerSignature(['student_no', 'الاسم']));
    expect(headerSignature(['a', 'b'])).not.toBe(headerSignature(['b', 'a']));
    expect(foldHeader('StudentNumber')).toBe('student number');
  });

  it('should have no two fields of one kind of sheet under the same label', () => {
    for (const { fields } of Object.values(SHEET_TARGETS)) {
      for (const at of [0, 1] as const) {
        const labels = fields.map(({ label }) => foldHeader(label[at]));
        expect(new Set(labels).size).toBe(labels.length);
      }
      const names = new Set(fields.map(({ name }) => name));
      for (const { inArabic } of fields) if (inArabic) expect(names).toContain(inArabic);
    }
  });
});

describe('a cell', () => {
  it.each([
    ['phone', '٥٥٥١ ٢٣٤٥', '+97455512345'],
    ['sex', 'أنثى', 'female'],
    ['status', 'مُنتظم', 'active'],
    ['qid', '٢٧٦١٢٤٠٥٩٣٤', '27612405934'],
    ['givenName', ' Layla\u200f  Ali ', 'Layla Ali'],
  ])('should be understood as %s: %s', (name, text, value) => {
    expect(readValue(fieldOf(name), { text }, CONTEXT)).toEqual({ value });
  });

  it('should keep a phone number that is not certain apart, and warn of letters of the other script', () => {
    expect(readValue(fieldOf('phone'), { text: '12' }, CONTEXT)).toMatchObject({
      value: '?12',
      problem: { code: 'phone' },
    });
    expect(readValue(fieldOf('givenNameAr'), { text: 'Layla' }, CONTEXT).problem?.code).toBe('arabic_latin');
  });

  it('should not guess whether 1,250 is a thousand', () => {
    const score = SHEET_TARGETS['exam-results'].fields.find(({ name }) => name === 'score');
    if (!score) throw new Error('no score');
    expect(readValue(score, { text: '١٢٫٥' }, CONTEXT)).toEqual({ value: 12.5 });
    expect(readValue(score, { text: '12,5' }, CONTEXT)).toEqual({ value: 12.5 });
    expect(readValue(score, { text: '1,250' }, CONTEXT).problem?.code).toBe('number');
    expect(readValue(score, { text: '-1' }, CONTEXT).problem?.code).toBe('number_range');
  });

  it('should hold a personal number against the year of birth', () => {
    expect(contradictsBirth('27612405934', '1976-05-01')).toBe(false);
    expect(contradictsBirth('30963400001', '2010-01-01')).toBe(true);
  });

  it('should have a sentence for what is wrong in both languages', () => {
    const codes: SheetProblemCode[] = ['value_missing', 'date_open', 'marks_held', 'quota'];
    for (const code of codes)
      for (const language of ['en', 'ar'] as const)
        expect(
          sheetProblemText({ code, params: { reason: 'full', reasonAr: 'ممتلئ' } }, language),
        ).not.toMatch(/undefined|\{/);
  });
});
