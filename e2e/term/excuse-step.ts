import { expect } from '@playwright/test';
import { ATTENDANCE_TEXTS } from '../../admin/views/attendance/texts.ts';
import { countsOfDay } from './register-step.ts';
import { AWAY, nameIn } from './roster-people.ts';
import type { Person, TermWorld } from './term-world.ts';

const REASONS = {
  en: 'She had a fever and stayed at home.',
  ar: 'أصيبت بحمى وبقيت في المنزل.',
};

/** The father hands in an excuse, the office accepts it, and the day of the child is an excused one. */
export async function excuseAbsence(world: TermWorld, father: Person, day: string): Promise<void> {
  const { office, language, open, shoot } = world;
  const texts = ATTENDANCE_TEXTS[language];
  const { page } = father;
  await open(page, 'attendance');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(texts.familyTitle);
  const form = page.getByTestId('excuse-form');
  await form.locator('select').selectOption({ label: nameIn(language, AWAY) });
  await page.getByTestId('excuse-first').fill(day);
  await page.getByTestId('excuse-last').fill(day);
  await page.getByTestId('excuse-reason').fill(REASONS[language]);
  await page.getByTestId('excuse-send').click();
  await expect(page.getByTestId('excuse-status')).toHaveText(texts.status.pending);
  await shoot(page, '4-excuse-family');

  await open(office.page, 'attendance?tab=excuses');
  const excuse = office.page.getByTestId('excuse');
  await expect(excuse).toContainText(REASONS[language]);
  await expect(excuse).toContainText(nameIn(language, AWAY));
  await shoot(office.page, '4-excuse-office');
  await excuse.getByTestId('excuse-accept').click();
  await office.page.getByTestId('excuse-decide').click();
  await expect(excuse.getByTestId('excuse-status')).toHaveText(texts.status.accepted);

  await page.reload();
  await expect(page.getByTestId('excuse-status')).toHaveText(texts.status.accepted);
  expect(await countsOfDay(world, day)).toMatchObject({ absent: 1, unexcused: 0 });
}
