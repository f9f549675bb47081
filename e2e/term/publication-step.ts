import { expect, type Page } from '@playwright/test';
import { MARK_TEXTS } from '../../admin/views/marks/texts.ts';
import { openSheet, termMark } from './marks-step.ts';
import { AWAY, LATE } from './roster-people.ts';
import type { Docs, Person, TermWorld } from './term-world.ts';

type TermMark = { percentHundredths: number };

/** Handed in, approved, published, withdrawn and published again; what the family sees follows each step. */
export async function publishMarks(world: TermWorld, teacher: Person, father: Person): Promise<void> {
  const { office, language, shoot } = world;
  const texts = MARK_TEXTS[language];
  const seen = async () => {
    const { docs } = (await father.api.get('/api/term-marks?depth=0&limit=50')).json<Docs<TermMark>>();
    return docs.map(({ percentHundredths }) => percentHundredths).toSorted((a, b) => b - a);
  };
  await teacher.page.getByTestId('sheet-submit').click();
  await expect(teacher.page.getByTestId('sheet-state')).toHaveText(texts.states.submitted);
  await expect(teacher.page.getByTestId('add-assessment')).toHaveCount(0);
  await expect(teacher.page.getByTestId('sheet-publish')).toHaveCount(0);

  const { page } = office;
  const state = page.getByTestId('sheet-state');
  await openSheet(world, page, 'Mathematics 9-A');
  await expect(state).toHaveText(texts.states.submitted);
  await page.getByTestId('sheet-approve').click();
  await expect(state).toHaveText(texts.states.approved);
  expect(await seen()).toEqual([]);
  await confirmStep(page, 'sheet-publish');
  await expect(state).toHaveText(texts.states.published);
  // Two of the class are his children.
  const own = [AWAY, LATE].map((pupil) => termMark(language, pupil) * 100).toSorted((a, b) => b - a);
  expect(await seen()).toEqual(own);
  await confirmStep(page, 'sheet-withdraw');
  await expect(state).not.toHaveText(texts.states.published);
  expect(await seen()).toEqual([]);
  await confirmStep(page, 'sheet-publish');
  await expect(state).toHaveText(texts.states.published);
  expect(await seen()).toEqual(own);
  await shoot(page, '6-marks-published');

  await page.getByTestId('marks-tab-overview').click();
  const overview = page.getByTestId('marks-overview');
  for (const title of ['Arabic 9-A', 'Science 9-A']) {
    const group = await world.idOf('class-offerings', 'title', title);
    await overview.locator(`tr[data-offering="${group}"]`).getByRole('checkbox').check();
  }
  await page.getByTestId('publish-selected').click();
  const confirm = page.getByTestId('publication-confirm');
  await expect(confirm).toBeEnabled();
  await expect(page.getByTestId('publication-plan')).toHaveCount(0);
  await shoot(page, '6-publication-asks');
  await confirm.click();
  await expect(page.getByTestId('publication-run')).toHaveAttribute('data-state', 'done');
  await expect(overview.getByText(texts.states.published, { exact: true })).toHaveCount(3);
  await shoot(page, '6-marks-overview');
  expect(await seen()).toHaveLength(6);
}

async function confirmStep(page: Page, step: string): Promise<void> {
  await page.getByTestId(step).click();
  await page.getByTestId('sheet-confirm').click();
  await expect(page.getByTestId('sheet-confirm')).toHaveCount(0);
}
