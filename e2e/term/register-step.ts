import { expect, type Locator, type Page } from '@playwright/test';
import { ATTENDANCE_TEXTS } from '../../admin/views/attendance/texts.ts';
import { REGISTER_TEXTS } from '../../admin/views/register/texts.ts';
import { AWAY, LATE, nameIn, type RosterPupil, TEACHERS } from './roster-people.ts';
import type { Docs, Person, TermWorld } from './term-world.ts';

type Missing = { registers: { kind: string; title: string }[] };
type Counts = { recorded: number; absent: number; unexcused: number; late: number };

/** The office asks for registers of homerooms and lessons; a teacher takes both; the list of missing ones gets shorter. */
export async function takeRegisters(world: TermWorld, teacher: Person, day: string): Promise<void> {
  const { office, open, read, shoot, language, idOf } = world;
  const texts = ATTENDANCE_TEXTS[language];
  await open(office.page, 'attendance?tab=rule');
  await office.page.getByLabel(texts.ruleFields.expectsLessons).check();
  await office.page.getByTestId('rule-save').click();
  await expect(office.page.getByText(texts.ruleSaved)).toBeVisible();
  await open(office.page, 'attendance');
  await office.page.getByTestId('missing-date').fill(day);
  const rows = office.page.getByTestId('missing-list').locator('tbody tr');
  await expect(rows).toHaveCount(5);
  const subject = language === 'ar' ? 'الرياضيات' : 'Mathematics';
  await expect(rows.filter({ hasText: subject }).first()).toContainText(nameIn(language, TEACHERS.huda));
  await shoot(office.page, '3-registers-missing');

  const { page } = teacher;
  await open(page, `register?date=${day}`);
  const homeroom = await idOf('classrooms', 'title', '9-A');
  await page.locator(`[data-testid=register-class-card][data-class="${homeroom}"]`).click();
  await page.getByTestId('register-all-present').click();
  await pupilRow(page, AWAY, language).getByTestId('register-mark-A').click();
  const lateRow = pupilRow(page, LATE, language);
  await lateRow.getByTestId('register-mark-L').click();
  await lateRow.getByTestId('register-minutes').fill(language === 'ar' ? '١٢' : '12');
  await expect(lateRow.getByTestId('register-minutes')).toHaveValue('12');
  await saveRegister(page, language);
  await shoot(page, '3-register-day');

  await open(page, `register?date=${day}`);
  await page.getByTestId('register-own-lessons').locator('button').first().click();
  await expect(pupilRow(page, AWAY, language).getByTestId('register-earlier')).toBeVisible();
  await page.getByTestId('register-all-present').click();
  await pupilRow(page, AWAY, language).getByTestId('register-mark-A').click();
  await saveRegister(page, language);
  await shoot(page, '3-register-lesson');

  await office.page.reload();
  await office.page.getByTestId('missing-date').fill(day);
  await expect(rows).toHaveCount(3);
  const { registers } = await read<Missing>(`/api/register/missing?date=${day}`);
  expect(registers.map(({ title }) => title).toSorted()).toEqual(['10-A', '9-B', 'Mathematics 9-B']);
  expect(await countsOfDay(world, day)).toMatchObject({ recorded: 12, absent: 1, unexcused: 1, late: 1 });
  const late = await read<Docs<{ minutes: number }>>('/api/attendance?where[status][equals]=late&depth=0');
  expect(late.docs.map(({ minutes }) => minutes)).toEqual([12]);
}

/** What the school counts of a day: each pupil's day as the rule of attendance makes it out of the registers. */
export async function countsOfDay({ read }: TermWorld, date: string): Promise<Counts | undefined> {
  const { days } = await read<{ days: Counts[] }>(`/api/register/figures?from=${date}&to=${date}`);
  return days[0];
}

function pupilRow(page: Page, pupil: RosterPupil, language: 'en' | 'ar'): Locator {
  return page.getByTestId('register-row').filter({ hasText: nameIn(language, pupil) });
}

async function saveRegister(page: Page, language: 'en' | 'ar'): Promise<void> {
  await page.getByTestId('register-save').click();
  const [said = ''] = REGISTER_TEXTS[language].savedAt.split('{');
  await expect(page.getByTestId('register-status')).toContainText(said.trim());
}
