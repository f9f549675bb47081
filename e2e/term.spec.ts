import { test } from '@playwright/test';
import { excuseAbsence } from './term/excuse-step.ts';
import { importRoster } from './term/import-step.ts';
import { enterMarks } from './term/marks-step.ts';
import { publishMarks } from './term/publication-step.ts';
import { takeRegisters } from './term/register-step.ts';
import { makeReportCards, readReportCard } from './term/report-cards-step.ts';
import { FATHER, TEACHERS } from './term/roster-people.ts';
import { openWorld } from './term/term-world.ts';
import { fillTimetable, setUpCalendar } from './term/timetable-step.ts';
import { endYear } from './term/year-end-step.ts';

// A term in the life of a school, once in each language, each in a school of its own. A third of a minute each where nothing
// else runs; the limit is for a machine that has other work.
test.describe.configure({ timeout: 300_000 });
// The film of three browsers is most of the work; the steps and the pages at each step are kept.
test.use({ trace: { mode: 'retain-on-failure', screenshots: false } });

for (const language of ['en', 'ar'] as const)
  test(`should run a term of a school, in ${language === 'en' ? 'English' : 'Arabic'}`, async ({
    browser,
  }) => {
    const world = await openWorld(browser, language);
    await test.step('import', () => importRoster(world));
    const day = await test.step('calendar', () => setUpCalendar(world));
    await test.step('timetable', () => fillTimetable(world, day));
    const teacher = await test.step('teacher', async () =>
      world.invite('teacher', await world.idOf('teachers', 'givenName', TEACHERS.huda.given[0])));
    await test.step('attendance', () => takeRegisters(world, teacher, day));
    const father = await test.step('guardian', async () =>
      world.invite('guardian', await world.idOf('guardians', 'givenName', FATHER.given[0])));
    await test.step('excuses', () => excuseAbsence(world, father, day));
    await test.step('marks', () => enterMarks(world, teacher));
    await test.step('publication', () => publishMarks(world, teacher, father));
    await test.step('report cards', () => makeReportCards(world, teacher));
    await test.step('report card of the family', () => readReportCard(world, father));
    await test.step('year end', () => endYear(world));
  });
