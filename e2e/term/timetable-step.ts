import { expect, type Page } from '@playwright/test';
import { CALENDAR_TEXTS } from '../../admin/views/calendar/texts.ts';
import { TIMETABLE_TEXTS } from '../../admin/views/timetable/texts.ts';
import { YEAR_TITLE } from './roster-package.ts';
import { weekdayOf } from './term-dates.ts';
import type { TermWorld } from './term-world.ts';

type Calendar = { days: { date: string; isSchoolDay: boolean }[] };

/**
 * The calendar by the wizard's template for Qatar, on the year that came with the package. Returns the last school day before
 * today: one whose registers are all due, whatever the hour.
 */
export async function setUpCalendar(world: TermWorld): Promise<string> {
  const { office, dates, language, read, open, shoot } = world;
  const { page } = office;
  const texts = CALENDAR_TEXTS[language];
  await open(page, 'calendar');
  await page.getByTestId('wizard-open').or(page.getByTestId('wizard-again')).click();
  const wizard = page.getByTestId('wizard');
  await expect(wizard).toContainText(YEAR_TITLE);
  await page.getByTestId('wizard-next').click();
  await expect(page.getByTestId('wizard-begins')).toHaveValue('07:00');
  await page.getByTestId('wizard-begins').fill('07:15');
  await page.getByTestId('wizard-next').click();
  await expect(page.getByTestId('wizard-preview')).toContainText(texts.preview);
  await shoot(page, '2-calendar-wizard');
  await page.getByTestId('wizard-next').click();
  await expect(page.getByText(texts.done)).toBeVisible();

  const { days } = await read<Calendar>(`/api/calendar?from=${dates.yearStart}&until=${dates.yearEnd}`);
  const schoolDays = days.filter(({ isSchoolDay }) => isSchoolDay);
  expect(schoolDays.every(({ date }) => ![5, 6].includes(weekdayOf(date)))).toBe(true);
  await expect(page.getByTestId('calendar-count')).toContainText(String(schoolDays.length));
  await shoot(page, '2-calendar');
  const last = schoolDays.findLast(({ date }) => date < dates.today);
  if (!last) throw new Error('No school day lies between the first day of the year and today.');
  return last.date;
}

/** Two lessons of one teacher: the clash is shown, refused by the school's rules, and solved with another period. */
export async function fillTimetable(world: TermWorld, day: string): Promise<void> {
  const { office, idOf, open, shoot, language, read } = world;
  const { page } = office;
  const texts = TIMETABLE_TEXTS[language];
  const weekday = weekdayOf(day);
  const [nineA, nineB] = [await idOf('classrooms', 'title', '9-A'), await idOf('classrooms', 'title', '9-B')];
  await open(page, 'timetable');

  await page.getByTestId('whose').selectOption(nineA);
  await openLesson(world, page, { title: 'Mathematics 9-A', weekday, period: 1 });
  await page.getByTestId('lesson-save').click();
  await expect(page.getByTestId(`lesson-${weekday}-1`)).toContainText(
    language === 'ar' ? 'الرياضيات' : 'Mathematics',
  );
  await expect(page.getByTestId('timetable-saved')).toHaveText(texts.saved);

  await page.getByTestId('whose').selectOption(nineB);
  await expect(page.getByTestId('week-grid').getByTestId(`lesson-${weekday}-1`)).toHaveCount(0);
  await openLesson(world, page, { title: 'Mathematics 9-B', weekday, period: 1 });
  await expect(page.getByTestId(`pick-${weekday}-1`)).toHaveText('×');
  await expect(page.getByTestId('lesson-clash')).toContainText(
    language === 'ar' ? 'لدى المعلم' : 'the teacher has',
  );
  await page.getByTestId('lesson-save').click();
  await expect(page.getByTestId('lesson-problem')).toContainText('9-A');
  await shoot(page, '2-timetable-clash');
  await page.getByTestId(`pick-${weekday}-2`).click();
  await expect(page.getByTestId('lesson-clash')).toHaveCount(0);
  await page.getByTestId('lesson-save').click();
  await expect(page.getByTestId('lesson-modal')).toHaveCount(0);
  await expect(page.getByTestId(`lesson-${weekday}-2`)).toBeVisible();
  await shoot(page, '2-timetable');

  const week = await read<{ entries: { weekday: number; period: number }[] }>(
    `/api/timetable/week?kind=class&id=${nineB}&date=${day}`,
  );
  expect(week.entries.map((entry) => [entry.weekday, entry.period])).toEqual([[weekday, 2]]);
}

type Wish = { title: string; weekday: number; period: number };

async function openLesson(
  { idOf, dates }: TermWorld,
  page: Page,
  { title, weekday, period }: Wish,
): Promise<void> {
  await page.getByTestId(`slot-${weekday}-${period}`).click();
  await page.getByTestId('lesson-offering').selectOption(await idOf('class-offerings', 'title', title));
  await page.getByTestId('lesson-from').fill(dates.yearStart);
}
