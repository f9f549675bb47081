import type { Page } from '@playwright/test';

/** What the pictures show and the demo school does not have yet. Once done, it is found and left alone. */
export async function prepareSchool(page: Page): Promise<void> {
  const { origin } = new URL(page.url());
  await page.goto(`${origin}/admin/year-end`);
  await page.getByTestId('from-year').waitFor();
  if (await page.getByTestId('to-year').isDisabled()) {
    await page.getByTestId('make-year').click();
    await page.getByTestId('make-year-go').click();
    await page.locator('[data-testid="to-year"]:enabled').waitFor();
  }
  await page.goto(`${origin}/admin/report-cards`);
  await page.getByTestId('report-term').waitFor();
  await page.getByTestId('report-tab-bank').click();
  await page.waitForLoadState('networkidle');
  if ((await page.getByTestId('bank-sentence').count()) === 0) {
    await page.getByTestId('bank-fill').click();
    await page.getByTestId('bank-sentence').first().waitFor();
  }
  await mendYearEnd(page);
  await handIn(page, origin);
  await publishCards(page, origin);
}

// What stands in the way of the year end: the last grade is not marked as such, and a class is too small for its pupils.
async function mendYearEnd(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const change = async (query: string, data: object) => {
      const [collection] = query.split('?');
      const { docs } = await (await fetch(`/api/${query}`)).json();
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify(data);
      for (const { id } of docs) await fetch(`/api/${collection}/${id}`, { method: 'PATCH', headers, body });
    };
    await change('grade-levels?limit=1&sort=-order', { lastGrade: true });
    await change('classrooms?limit=100&depth=0', { capacity: 35 });
  });
}

/** The second lesson group: its marks wait for approval. */
export const openHandedIn = async (page: Page): Promise<void> => {
  await page.getByTestId('marks-group').selectOption({ index: 2 });
  await page.getByTestId('mark-grid').waitFor();
};

async function handIn(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/admin/marks`);
  await openHandedIn(page);
  const submit = page.getByTestId('sheet-submit');
  if ((await submit.count()) === 0) return;
  await submit.click();
  await page.getByTestId('sheet-approve').waitFor();
}

/** The class whose report cards are published. */
export const openPublished = async (page: Page): Promise<void> => {
  await page.getByTestId('report-class').selectOption({ index: 2 });
  await page.locator('tr[data-state]').first().waitFor();
};

// Of the same class, with the cells that are still empty.
async function publishMarks(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/admin/marks`);
  await page.getByTestId('marks-tab-overview').click();
  await page.getByTestId('marks-narrow').selectOption({ label: '3-A' });
  await page.getByTestId('publish-selected').click();
  const confirm = page.locator('[data-testid="publication-confirm"]:enabled');
  await confirm.waitFor();
  const incomplete = page.getByTestId('publish-incomplete');
  if ((await incomplete.count()) > 0) await incomplete.check();
  await confirm.click();
  await page.locator('[data-testid="publication-run"][data-state="done"]').waitFor();
}

async function publishCards(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/admin/report-cards`);
  await page.getByTestId('report-class').waitFor();
  await openPublished(page);
  if ((await page.locator('tr[data-state=published]').count()) > 0) return;
  await publishMarks(page, origin);
  await page.goto(`${origin}/admin/report-cards`);
  await page.getByTestId('report-class').waitFor();
  await openPublished(page);
  await page.getByTestId('make-drafts').click();
  await page.locator('tr[data-state=draft]').first().waitFor();
  await page.getByTestId('select-all').check();
  await page.getByTestId('move-approve').click();
  // The class has no comments yet: the question asks whether that is meant.
  await page.getByTestId('move-confirm').click();
  await page.getByTestId('without-comments').check();
  await page.getByTestId('move-confirm').click();
  await page.locator('tr[data-state=approved]').first().waitFor();
  await page.getByTestId('select-all').check();
  await page.getByTestId('move-publish').click();
  await page.getByTestId('move-confirm').click();
  await page.locator('tr[data-state=published]').first().waitFor();
}

/** Reads the school and shows who goes where. */
export async function showPreview(page: Page): Promise<void> {
  await page.locator('[data-testid="show-preview"]:enabled').click();
  await page.getByTestId('year-end-classes').waitFor();
}

const statusOf = (page: Page, status: string) =>
  page.locator(`[data-testid="year-end-commit"][data-status="${status}"]`).waitFor({ timeout: 60_000 });

/** Commits the year end, with everything in the way accepted. */
export async function commitYear(page: Page): Promise<void> {
  await showPreview(page);
  for (const box of await page.getByTestId('blockers').getByRole('checkbox').all()) await box.check();
  await page.locator('[data-testid="commit"]:enabled').click();
  await page.getByTestId('sure').click();
  await statusOf(page, 'committed');
  await page.getByTestId('year-end-commit').scrollIntoViewIfNeeded();
}

/** Puts the school back as it was. */
export async function undoYear(page: Page): Promise<void> {
  await page.getByTestId('undo').click();
  await page.getByTestId('sure').click();
  await statusOf(page, 'undone');
}
