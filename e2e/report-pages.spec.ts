import { expect, test } from '@playwright/test';
import { typeset } from '../core/documents/worker.ts';
import { cardSheet } from '../core/reports/services/card-data.ts';
import { paperSheet } from '../core/reports/services/paper-data.ts';
import { CARD_TEMPLATE, PAPER_TEMPLATES, templateFile } from '../core/reports/services/paper-templates.ts';
import { transcriptOf } from '../core/reports/services/transcripts.ts';
import type { CardSnapshot, Layout, PaperSnapshot } from '../core/reports/services/types.ts';
import { SAMPLE_CARD, samplePaper } from '../core/reports/testing/sample-papers.ts';
import { compare, compareWithReference, openPainter, paint } from './report-pages/page-images.ts';

const logos = new Map();
const options = (layout: Layout) => ({ name: 'page', layout, logos });

async function cardPdf(card: CardSnapshot, layout: Layout): Promise<Uint8Array> {
  const data = cardSheet([card], options(layout));
  return (await typeset({ template: templateFile(CARD_TEMPLATE), data })).pdf;
}

async function paperPdf(paper: PaperSnapshot, layout: Layout): Promise<Uint8Array> {
  const data = paperSheet([paper], options(layout));
  return (await typeset({ template: templateFile(PAPER_TEMPLATES[paper.kind]), data })).pdf;
}

const older: CardSnapshot = {
  ...SAMPLE_CARD,
  year: '2025–2026',
  grade: { en: 'Grade 9', ar: 'الصف التاسع' },
  classroom: { en: '9-B', ar: '9-B' },
};
const leaving = samplePaper('leaving', {
  leftOn: '2026-11-30',
  reason: { en: 'The family moves abroad', ar: 'انتقال الأسرة إلى الخارج' },
  conduct: 'very_good',
});
const transcript = samplePaper('transcript', transcriptOf([older, SAMPLE_CARD]));
const PAGES: [string, () => Promise<Uint8Array>][] = [
  ['card-en', () => cardPdf(SAMPLE_CARD, 'en')],
  ['card-ar', () => cardPdf(SAMPLE_CARD, 'ar')],
  ['card-both', () => cardPdf(SAMPLE_CARD, 'both')],
  ['leaving-ar', () => paperPdf(leaving, 'ar')],
  ['leaving-both', () => paperPdf(leaving, 'both')],
  ['transcript-ar', () => paperPdf(transcript, 'ar')],
  ['id-card-both', () => paperPdf(samplePaper('id_card', { validUntil: '2027-06-24' }), 'both')],
];

test.describe('pages of report cards as images', () => {
  test.beforeEach(({ page }) => openPainter(page));

  // One test for all: the browser's start costs more than a page.
  test('should look as they were accepted, in English and in Arabic', async ({ page }) => {
    for (const [name, pdf] of PAGES) {
      const picture = await paint(page, await pdf());
      expect(await compareWithReference(page, name, picture), name).toMatchObject({ tiles: 0 });
    }
  });

  test('should see a fraction that is turned around, and a date that is', async ({ page }) => {
    const picture = await paint(page, await cardPdf(SAMPLE_CARD, 'ar'));
    const wrong = JSON.parse(JSON.stringify(SAMPLE_CARD).replaceAll('9/10', '10/9')) as CardSnapshot;
    const turned = await paint(page, await cardPdf(wrong, 'ar'));
    expect((await compare(page, picture, turned)).tiles).toBeGreaterThan(0);
    const shifted = { ...SAMPLE_CARD, issuedOn: '20-12-2026' };
    const other = await paint(page, await cardPdf(shifted, 'ar'));
    expect((await compare(page, picture, other)).tiles).toBeGreaterThan(0);
  });
});
