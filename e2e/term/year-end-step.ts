import { expect, type Locator, type Page } from '@playwright/test';
import { YEAR_END_TEXTS } from '../../admin/views/year-end/texts.ts';
import { nameIn, PUPILS } from './roster-people.ts';
import type { Docs, TermWorld } from './term-world.ts';

type Place = {
  id: string;
  student: string;
  classroom: string;
  academicYear: string;
  status: string;
  endDate?: string;
  exitCode?: string;
};

/** The next year is made, what is in the way is mended where the list leads, the school moves, and moves back. */
export async function endYear(world: TermWorld): Promise<void> {
  const { office, language, open, shoot } = world;
  const { page } = office;
  const texts = YEAR_END_TEXTS[language];
  const before = await places(world);
  expect(before).toHaveLength(PUPILS.length);
  await open(page, 'year-end');
  await page.getByTestId('make-year').click();
  await page.getByTestId('make-year-go').click();
  await expect(page.getByTestId('make-year-modal')).toHaveCount(0);
  await page.getByTestId('show-preview').click();
  await expect(classRow(page, '9-A')).toContainText('10-A');
  // Three of 9-A did not pass mathematics.
  await expect(outcome(page, '9-A', texts.outcomes.repeat)).toHaveText('3');
  const blockers = page.getByTestId('blockers');
  await expect(blockers.locator('[data-testid^=blocker-]')).toHaveCount(3);
  await expect(page.getByTestId('blocker-class_over_capacity')).toContainText('19 / 15');
  await expect(page.getByTestId('commit')).toBeDisabled();
  await shoot(page, '8-year-end-blockers');

  await mend(page, 'grade_without_next', () => page.locator('#field-lastGrade').check());
  await open(page, 'year-end');
  await page.getByTestId('show-preview').click();
  await expect(outcome(page, '10-A', texts.outcomes.graduate)).toHaveText('8');
  await mend(page, 'class_over_capacity', () => page.locator('#field-capacity').fill('30'));
  await open(page, 'year-end');
  await page.getByTestId('show-preview').click();
  await expect(blockers.locator('[data-testid^=blocker-]')).toHaveCount(1);
  await leaveByHand(world);
  await expect(outcome(page, '9-B', texts.outcomes.leave)).toHaveText('1');
  await page.getByTestId('blocker-unpublished_results').getByRole('checkbox').check();
  await shoot(page, '8-year-end-preview');

  const card = page.getByTestId('year-end-commit');
  await page.getByTestId('commit').click();
  await expect(page.getByTestId('year-end-sure')).toContainText('21');
  await page.getByTestId('sure').click();
  await expect(card).toHaveAttribute('data-status', 'committed');
  await shoot(page, '8-year-end-committed');
  const moved = await places(world);
  expect(moved).toHaveLength(PUPILS.length + 21);
  expect(moved.filter(({ exitCode }) => exitCode === 'graduated')).toHaveLength(8);

  await page.getByTestId('undo').click();
  await expect(page.getByTestId('year-end-sure')).toContainText(texts.commit.undoSure);
  await page.getByTestId('sure').click();
  await expect(card).toHaveAttribute('data-status', 'undone');
  await expect(card).toContainText(texts.commit.undone);
  await shoot(page, '8-year-end-undone');
  expect(await places(world)).toEqual(before);
}

/** Follows the first link of what is in the way, changes the record in its form, and saves. */
async function mend(page: Page, code: string, change: () => Promise<void>): Promise<void> {
  await page.getByTestId(`blocker-${code}`).getByRole('link').first().click();
  await change();
  const saved = page.waitForResponse(
    (answer) => answer.request().method() === 'PATCH' || answer.request().method() === 'POST',
  );
  await page.locator('#action-save').click();
  expect((await saved).ok()).toBe(true);
  await expect(page.locator('.payload-toast-container .toast-success')).toBeVisible();
}

/** One pupil of 9-B leaves the school, as the office was told. */
async function leaveByHand({ office, language }: TermWorld): Promise<void> {
  const { page } = office;
  const texts = YEAR_END_TEXTS[language];
  const [pupil] = PUPILS.filter(({ homeroom }) => homeroom === 'room-9b');
  if (!pupil) throw new Error('9-B is empty.');
  await page.getByTestId('open-9-B').click();
  const modal = page.getByTestId('class-pupils');
  await modal.getByLabel(texts.pupils.choose.replace('{name}', nameIn(language, pupil))).check();
  await modal.getByTestId('outcome').selectOption('leave');
  await modal.getByTestId('decide').click();
  await expect(modal.locator('[data-outcome=leave]')).toHaveText(texts.outcomes.leave);
  await modal.getByRole('button', { name: texts.pupils.close }).click();
}

function classRow(page: Page, title: string): Locator {
  return page
    .getByTestId('year-end-classes')
    .locator('tbody tr')
    .filter({ has: page.locator('th', { hasText: title }) });
}

function outcome(page: Page, title: string, label: string): Locator {
  return classRow(page, title).locator(`td[data-label="${label}"]`);
}

/** Every place of every pupil, in the order of their ids. */
async function places({ read }: TermWorld): Promise<Place[]> {
  const { docs } = await read<Docs<Place>>('/api/enrollments?depth=0&limit=200&sort=id');
  return docs.map(({ id, student, classroom, academicYear, status, endDate, exitCode }) => ({
    id,
    student,
    classroom,
    academicYear,
    status,
    ...(endDate ? { endDate } : {}),
    ...(exitCode ? { exitCode } : {}),
  }));
}
