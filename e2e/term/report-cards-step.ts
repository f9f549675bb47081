import { readFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import { REPORT_TEXTS } from '../../admin/views/report-cards/texts.ts';
import {
  type Area,
  compareWithReference,
  openPainter,
  paint,
  wordsOfPages,
} from '../report-pages/page-images.ts';
import { LATE, nameIn } from './roster-people.ts';
import type { Person, TermWorld } from './term-world.ts';

const COMMENT = {
  en: 'Abdulla handed in 9/10 of his homework and helps others in 9-A.',
  ar: 'سلّم عبدالله 9/10 من واجباته، ويساعد زملاءه في الشعبة 9-A.',
};
/** The code in the head and the line with number, check code and date in the foot are others on every paper. */
const HIDDEN: Record<'en' | 'ar', Area[]> = {
  en: [
    [172, 10, 26, 26],
    [10, 284, 190, 8],
  ],
  ar: [
    [12, 10, 26, 26],
    [10, 284, 190, 8],
  ],
};

type Overview = { pupils: { name: string; card: { id: string; state: string; number: string } | null }[] };

/** The teacher comments; the office makes, approves and publishes the cards of a class and prints them as one PDF. */
export async function makeReportCards(world: TermWorld, teacher: Person): Promise<void> {
  const { office, language, open, shoot, read, idOf } = world;
  const texts = REPORT_TEXTS[language];
  await open(teacher.page, 'report-cards');
  await teacher.page.getByTestId('report-tab-comments').click();
  const comment = teacher.page.getByTestId('comment-row').filter({ hasText: nameIn(language, LATE) });
  await comment.getByLabel(texts.commentEn).fill(COMMENT.en);
  await comment.getByLabel(texts.commentAr).fill(COMMENT.ar);
  await comment.getByRole('button', { name: texts.conducts.very_good }).click();
  await teacher.page.getByTestId('save-comments').click();
  await expect(teacher.page.getByText(texts.saved, { exact: true })).toBeVisible();
  await shoot(teacher.page, '7-comments');

  const { page } = office;
  const classroom = await idOf('classrooms', 'title', '9-A');
  await open(page, 'report-cards');
  await page.getByTestId('report-class').selectOption(classroom);
  await page.getByTestId('make-drafts').click();
  const rows = page.locator('tr[data-state]');
  await expect(page.locator('tr[data-state=draft]')).toHaveCount(12);
  await expect(rows.first()).toContainText(texts.states.draft);
  await page.getByTestId('select-all').check();
  await page.getByTestId('move-approve').click();
  await page.getByTestId('move-confirm').click();
  // Eleven have no comment of the homeroom teacher: nothing is approved before that is ticked.
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('11');
  await page.getByTestId('without-comments').check();
  await page.getByTestId('move-confirm').click();
  await expect(page.locator('tr[data-state=approved]')).toHaveCount(12);
  await page.getByTestId('select-all').check();
  await page.getByTestId('move-publish').click();
  await page.getByTestId('move-confirm').click();
  await expect(page.locator('tr[data-state=published]')).toHaveCount(12);

  await page.getByTestId('batch-start').click();
  const batch = page.getByTestId('batch');
  await expect(batch).toHaveAttribute('data-state', 'done');
  await expect(batch.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '100');
  await shoot(page, '7-report-cards');
  const term = await page.getByTestId('report-term').inputValue();
  const { pupils } = await read<Overview>(`/api/report-cards/class?term=${term}&classroom=${classroom}`);
  expect(pupils.map(({ card }) => card?.state)).toEqual(Array(12).fill('published'));
  const numbers = pupils.map(({ card }) => card?.number ?? '');
  await checkPaper(world, await downloaded(page, () => batch.getByRole('button').last().click()), numbers);
}

/** The father finds the cards of his two children; the paper is the one that the school printed. */
export async function readReportCard(world: TermWorld, father: Person): Promise<void> {
  const { language, open, shoot } = world;
  await open(father.page, 'report-cards');
  const cards = father.page.getByTestId('family-card');
  await expect(cards).toHaveCount(2);
  await shoot(father.page, '7-report-cards-family');
  const own = cards.filter({ hasText: nameIn(language, LATE) });
  await checkPaper(world, await downloaded(father.page, () => own.getByRole('button').click()), [
    /RC-\d{4}-\d{6}/.exec((await own.textContent()) ?? '')?.[0] ?? '',
  ]);
}

async function downloaded(page: Page, press: () => Promise<void>): Promise<Buffer> {
  const [file] = await Promise.all([page.waitForEvent('download'), press()]);
  expect(file.suggestedFilename()).toMatch(/\.pdf$/);
  return readFile(await file.path());
}

/** The first page is the pupil's as it was accepted, and each page carries the number of its card. */
async function checkPaper({ office, language }: TermWorld, pdf: Buffer, numbers: string[]): Promise<void> {
  const painter = await office.page.context().newPage();
  await openPainter(painter);
  const pages = await wordsOfPages(painter, pdf);
  expect(pages).toHaveLength(numbers.length);
  for (const [index, number] of numbers.entries()) expect(pages[index]).toContain(number);
  const picture = await paint(painter, pdf, { hidden: HIDDEN[language], fine: 4 });
  expect(await compareWithReference(painter, `term-card-${language}`, picture)).toMatchObject({ tiles: 0 });
  await painter.close();
}
