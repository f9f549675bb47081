import { expect, type Locator, type Page } from '@playwright/test';
import { MARK_TEXTS } from '../../admin/views/marks/texts.ts';
import { classList, nameIn, type RosterPupil } from './roster-people.ts';
import type { Docs, Person, TermWorld } from './term-world.ts';

export const TITLES = {
  en: ['Quiz 1', 'Mid-term exam'],
  ar: ['اختبار قصير 1', 'اختبار منتصف الفصل'],
} as const;
const CATEGORIES = { en: ['Quizzes', 'Exams'], ar: ['الاختبارات القصيرة', 'الاختبارات'] } as const;

/** Marks of the twelve pupils in the order of the class: of 20 in the quiz, of 50 in the exam. The last three do not pass. */
export const MARKS = Array.from({ length: 12 }, (_, at): [number, number] => [20 - at, 48 - 3 * at]);

/** A teacher adds two assessments, pastes the marks of a spreadsheet, corrects with the keyboard, takes back, and saves. */
export async function enterMarks(world: TermWorld, teacher: Person): Promise<void> {
  const { language, shoot, read, idOf } = world;
  const { page } = teacher;
  const texts = MARK_TEXTS[language];
  await openSheet(world, page, 'Mathematics 9-A');
  await expect(page.getByText(texts.noAssessments)).toBeVisible();
  await addAssessment(world, page, {
    title: TITLES[language][0],
    max: '20',
    category: CATEGORIES[language][0],
  });
  await addAssessment(world, page, {
    title: TITLES[language][1],
    max: '50',
    category: CATEGORIES[language][1],
  });

  const grid = page.getByTestId('mark-grid');
  const cell = (row: number, column: number): Locator => grid.locator(`[data-cell="${row}:${column}"]`);
  const names = await grid.locator('tbody th').allInnerTexts();
  expect(names.map((name) => name.split('\n')[0])).toEqual(
    classList(language).map((pupil) => nameIn(language, pupil)),
  );
  await cell(0, 0).click();
  await paste(page, MARKS.map((row) => row.map((mark) => digits(mark, language)).join('\t')).join('\n'));
  await expect(cell(11, 1)).toHaveText('15');
  const bar = page.getByTestId('marks-bar');
  await expect(bar).toContainText('24');

  await cell(1, 0).click();
  await page.keyboard.type('nonsense');
  await page.keyboard.press('Enter');
  await expect(cell(1, 0)).toHaveAttribute('aria-invalid', 'true');
  await expect(cell(2, 0)).toBeFocused();
  await page.keyboard.press('Control+z');
  await expect(cell(1, 0)).toHaveText('19');
  await page.keyboard.press(language === 'ar' ? 'ArrowLeft' : 'ArrowRight');
  await expect(cell(2, 1)).toBeFocused();
  await page.keyboard.type('50');
  await page.keyboard.press('Enter');
  await expect(cell(2, 1)).toHaveText('50');
  await page.keyboard.press('Control+z');
  await expect(cell(2, 1)).toHaveText('42');

  await page.keyboard.press('Control+s');
  await expect(bar).toContainText(texts.nothing);
  await expect(page.getByTestId('term-mark-0')).toContainText('98%');
  await expect(page.getByTestId('term-mark-11')).toContainText(language === 'ar' ? 'راسب' : 'F');
  await shoot(page, '5-marks');
  await page.getByTestId('term-mark-0').getByRole('button').click();
  const formula = page.getByTestId('mark-formula');
  for (const part of ['20/20 = 100 %', '48/50 = 96 %', '100 % × 40 % + 96 % × 60 % = 97.6 %', '98 %'])
    await expect(formula).toContainText(part);
  await shoot(page, '5-marks-formula');
  await formula.getByRole('button', { name: texts.close }).click();

  const group = await idOf('class-offerings', 'title', 'Mathematics 9-A');
  const exams = await read<Docs<{ id: string }>>(`/api/exams?where[classOffering][equals]=${group}&depth=0`);
  expect(exams.totalDocs).toBe(2);
  const ids = exams.docs.map(({ id }) => id).join(',');
  const results = await read<Docs<unknown>>(`/api/exam-results?where[exam][in]=${ids}&limit=1`);
  expect(results.totalDocs).toBe(24);
}

/** The term mark of a pupil in percent, rounded once: quizzes weigh 40, exams 60. */
export function termMark(language: 'en' | 'ar', pupil: RosterPupil): number {
  const [quiz = 0, exam = 0] = MARKS[classList(language).indexOf(pupil)] ?? [];
  return Math.round((quiz / 20) * 40 + (exam / 50) * 60);
}

/** Opens the marks of a lesson group in the term of today. */
export async function openSheet({ open, idOf }: TermWorld, page: Page, group: string): Promise<void> {
  await open(page, 'marks');
  await page.getByTestId('marks-group').selectOption(await idOf('class-offerings', 'title', group));
  await expect(page.getByTestId('sheet-state')).toBeVisible();
}

type Assessment = { title: string; max: string; category: string };

async function addAssessment({ language }: TermWorld, page: Page, wish: Assessment): Promise<void> {
  const { form: texts } = MARK_TEXTS[language];
  await page.getByTestId('add-assessment').click();
  const form = page.getByTestId('assessment-form');
  await form.getByLabel(texts.title).fill(wish.title);
  await form.getByLabel(texts.max).fill(wish.max);
  await form.getByLabel(texts.category).selectOption({ label: wish.category });
  await form.locator('button[type=submit]').click();
  await expect(form).toHaveCount(0);
  await expect(page.getByTestId('mark-grid')).toContainText(wish.title);
}

/** As a spreadsheet of somebody with an Arabic keyboard has it. */
function digits(mark: number, language: 'en' | 'ar'): string {
  if (language === 'en') return String(mark);
  return String(mark).replace(/\d/g, (digit) => String.fromCharCode(0x0660 + Number(digit)));
}

async function paste(page: Page, text: string): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate((cells) => navigator.clipboard.writeText(cells), text);
  await page.keyboard.press('Control+v');
}
