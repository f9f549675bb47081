import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cardSheet } from './services/card-data.ts';
import { tidyCheckCode } from './services/issue-numbers.ts';
import { ministryRow } from './services/ministry-sheet.ts';
import { paperSheet } from './services/paper-data.ts';
import { templateFile } from './services/paper-templates.ts';
import { qrPicture } from './services/qr-picture.ts';
import { startOfDay } from './services/schedule-cards.ts';
import { transcriptOf } from './services/transcripts.ts';
import { SAMPLE_CARD, samplePaper } from './testing/sample-papers.ts';

const shown = (text: unknown) =>
  JSON.stringify(text)
    .replace(/[\u2066\u2067]/g, '<')
    .replaceAll('\u2069', '>')
    .replaceAll('\u00a0', ' ');
const logos = new Map();

describe('the data of papers', () => {
  it('should isolate everything that runs from left to right in an Arabic comment', () => {
    const [card] = cardSheet([SAMPLE_CARD], { name: 'x', layout: 'ar', logos }).cards;
    const said = shown(card?.subjects[2]?.comment?.ar);
    for (const run of ['<5/10>', '<−3%>', '<s.nasser@alnoor.example>', '<+974 5511 0001>'])
      expect(said).toContain(run);
    expect(shown(card?.facts)).toContain('<10-A>');
    expect(shown(card?.comment?.ar)).toContain('<31263400117>');
  });

  it('should show a comment in one language on a page of the other, but once where both are printed', () => {
    const card = { ...SAMPLE_CARD, comment: { ar: 'أحسنت.' } };
    const [alone] = cardSheet([card], { name: 'x', layout: 'en', logos }).cards;
    const [beside] = cardSheet([card], { name: 'x', layout: 'both', logos }).cards;
    expect(alone?.comment?.en).toHaveLength(1);
    expect(beside?.comment?.en).toEqual([]);
  });

  it('should say girl or boy on a certificate and leave out what is not known', () => {
    const text = (extras: Parameters<typeof samplePaper>[1]) => {
      const paper = samplePaper('leaving', { leftOn: '2026-11-30', ...extras });
      const [sheet] = paperSheet([paper], { name: 'x', layout: 'ar', logos }).papers;
      return shown(sheet && 'text' in sheet ? sheet.text : undefined);
    };
    expect(text({})).toContain('كانت طالبة');
    expect(text({ pupil: { ...SAMPLE_CARD.pupil, sex: 'male' } })).toContain('كان طالبًا');
    expect(text({})).not.toContain('سبب المغادرة');
    expect(text({ reason: { ar: 'سفر' } })).toContain('سبب المغادرة: سفر');
    expect(text({ grade: null, classroom: null })).not.toMatch(/null|undefined|[{[]\w/u);
  });

  it('should draw a code that begins with its quiet zone, the same for the same text', () => {
    const picture = qrPicture('DAFTAR RC-2026-000042 K7PQ-3M2X');
    expect(picture).toContain('M4 4h7');
    expect(qrPicture('DAFTAR RC-2026-000042 K7PQ-3M2X')).toBe(picture);
    expect(qrPicture('DAFTAR RC-2026-000043 K7PQ-3M2X')).not.toBe(picture);
  });

  // A paper names its template: changing one would change what reprints say. A new look is a new file.
  it.each([
    ['report-card.v1', 'ecefcc5e91838a07'],
    ['transcript.v1', 'e1c99d2f2798a3a6'],
    ['certificate.v1', '13e7f26162a3d935'],
    ['id-card.v1', '74ca8d7c3c85b29b'],
  ])('should never change the template %s', (name, pin) => {
    const digest = createHash('sha256')
      .update(readFileSync(templateFile(name)))
      .digest('hex');
    expect(digest.slice(0, 16)).toBe(pin);
  });
});

describe('transcriptOf', () => {
  it('should keep the names and grades of each year, and leave a gap where a term has no mark', () => {
    const older = { ...SAMPLE_CARD, year: '2025–2026', grade: { en: 'Year 9', ar: 'السنة 9' } };
    const second = { ...older, subjects: older.subjects.slice(1) };
    const { years } = transcriptOf([older, second, SAMPLE_CARD]);
    expect(years.map(({ year, grade }) => [year, grade?.en])).toEqual([
      ['2025–2026', 'Year 9'],
      ['2026–2027', 'Grade 10'],
    ]);
    const arabic = years[0]?.subjects.find(({ title }) => title.en === 'Arabic');
    expect(arabic?.marks.map((mark) => mark?.percentHundredths)).toEqual([9150, undefined]);
  });
});

describe('ministryRow', () => {
  const fails = (count: number) => ({
    ...SAMPLE_CARD,
    subjects: SAMPLE_CARD.subjects
      .filter(({ status }) => status === 'marked')
      .map((subject, index) => ({ ...subject, passes: index >= count })),
  });

  it.each([
    [0, 'pass'],
    [1, 'second_round'],
    [2, 'second_round'],
    [3, 'fail'],
  ])('should tell with %i failed subjects: %s', (count, result) => {
    expect(ministryRow(fails(count)).result).toBe(result);
    expect(ministryRow(fails(count)).failed).toHaveLength(count);
  });

  it('should tell a pupil whose marks are incomplete from one who passed', () => {
    const subjects = SAMPLE_CARD.subjects.filter(({ passes }) => passes !== false);
    expect(ministryRow({ ...SAMPLE_CARD, subjects })).toMatchObject({
      result: 'incomplete',
      incomplete: ['Qatar history'],
    });
  });
});

describe('startOfDay', () => {
  it.each([
    ['2026-12-20', 'Asia/Qatar', '2026-12-19T21:00:00.000Z'],
    ['2026-12-20', 'Asia/Kathmandu', '2026-12-19T18:15:00.000Z'],
    ['2026-12-20', 'America/Los_Angeles', '2026-12-20T08:00:00.000Z'],
    ['2026-12-20', 'Pacific/Kiritimati', '2026-12-19T10:00:00.000Z'],
  ])('should find the first moment of %s in %s', (date, zone, expected) => {
    expect(startOfDay(date, zone).toISOString()).toBe(expected);
  });
});

describe('tidyCheckCode', () => {
  it('should read a code as people type it', () => {
    expect(tidyCheckCode(' k7pq3m2x ')).toBe('K7PQ-3M2X');
    expect(tidyCheckCode('K7PQ – 3M2X')).toBe('K7PQ-3M2X');
  });
});
