import path from 'node:path';
import { type ConsoleMessage, expect, type Page, test } from '@playwright/test';
import { installation } from './playwright.config.ts';
import { createSchool, type NewSchoolAnswer } from './support/daftar-process.ts';
import { type HttpClient, httpClient } from './support/http-client.ts';
import { installAs, publishInto, SHOWCASE, SHOWCASE_ID } from './support/publish-plugin.ts';

const SCREENS = path.join(import.meta.dirname, '../artifacts/screens');
const host = `surfaces-test.localhost:${installation.port}`;
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

test.describe.configure({ mode: 'serial' });

let school: NewSchoolAnswer;
let admin: HttpClient;
let student: string;
let complaints: string[] = [];

test.beforeAll(async () => {
  school = await createSchool(installation, 'surfaces-test');
  admin = await httpClient(installation.port, host).signIn(school.adminEmail, school.adminPassword);
  await publishInto(installation, SHOWCASE);
  await installAs(admin, SHOWCASE_ID);
  for (const [number, name] of ['Layla', 'Omar', 'Sara'].entries()) {
    const made = await admin.post('/api/students', {
      ...{ givenName: name, familyName: 'Hassan', givenNameAr: 'ليلى', familyNameAr: 'حسن' },
      ...{ admissionNumber: `S-${number}`, status: 'active' },
    });
    expect(made.status, made.text).toBe(201);
    student = made.json<{ doc: { id: string } }>().doc.id;
  }
});

// What the browser refused to run or load, whatever the page looks like.
test.beforeEach(({ page }) => {
  complaints = [];
  const isHeard = (message: ConsoleMessage) =>
    message.type() === 'error' && !message.text().startsWith('Failed to load resource');
  page.on('console', (message) => isHeard(message) && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
});
test.afterEach(() => expect(complaints).toEqual([]));

async function signIn(page: Page, language: 'en' | 'ar'): Promise<void> {
  await page.context().addCookies([{ name: 'payload-lng', value: language, url: `http://${host}` }]);
  await page.goto(`http://${host}/admin/login`);
  await page.locator('#field-email').fill(school.adminEmail);
  await page.locator('#field-password').fill(school.adminPassword);
  await page.locator('form button[type=submit]').click();
  await page.waitForURL((url) => !url.pathname.endsWith('/login'));
}

const shot = (page: Page, name: string) =>
  page.screenshot({ path: path.join(SCREENS, `${name}.png`), fullPage: true });
const isWiderThanScreen = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1);

test('should show widgets on the start page without the page waiting for them', async ({ page }) => {
  await signIn(page, 'en');
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/api/plugin-surfaces/show', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`http://${host}/admin`);
  const books = page.getByTestId('widget-books');
  await expect(page.getByTestId('stat-students')).toHaveText('3');
  await expect(books.getByRole('status')).toHaveText('Loading…');
  release();
  await expect(books).toContainText('1,284');
  await expect(books).toContainText('From the add-on Reading club');
  await expect(page.getByTestId('widget-months').locator('rect')).toHaveCount(10);
  await shot(page, 'surfaces-dashboard-en');
});

test('should say so and try again when an add-on does not answer', async ({ page }) => {
  await signIn(page, 'en');
  await page.route('**/api/plugin-surfaces/show', (route) => route.abort());
  await page.goto(`http://${host}/admin`);
  const books = page.getByTestId('widget-books');
  await expect(books.getByRole('alert')).toContainText('cannot be reached');
  await page.unroute('**/api/plugin-surfaces/show');
  await books.getByRole('button', { name: 'Try again' }).click();
  await expect(books).toContainText('1,284');
});

test('should show every block, and hostile text as text', async ({ page }) => {
  await signIn(page, 'en');
  await page.goto(`http://${host}/admin`);
  await page.getByTestId('nav-page-report').evaluate((link: HTMLElement) => link.click());
  await page.waitForURL(`**/admin/add-ons/${SHOWCASE_ID}/report`);
  const report = page.getByTestId('page-report');
  await expect(report.locator('.blocks-markdown')).toBeVisible();
  await expect(report).toContainText('=HYPERLINK("https://evil.example","x")');
  await expect(report).toContainText('<script>alert(1)</script>');
  await expect(report).toContainText('[click me](javascript:alert(1))');
  await expect(report.locator('img, script, iframe')).toHaveCount(0);
  const links = report.locator('a');
  await expect(links).toHaveCount(1);
  await expect(links).toHaveAttribute('href', 'https://example.org/rules');
  await expect(links).toHaveAttribute('rel', /noopener/);
  await expect(page.getByTestId('action-unknown')).toHaveCount(0);
  await shot(page, 'surfaces-page-en');
  const download = page.waitForEvent('download');
  await page.getByTestId('action-export').click();
  expect((await download).suggestedFilename()).toBe('readers.csv');
  await page.getByTestId('action-forget').click();
  await page.getByTestId('action-confirm').click();
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText(
    '“Reading club” failed'.replace(/[“”]/g, '"'),
  );
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('should check a form, in the digits of both languages, and run its action', async ({ page }) => {
  await signIn(page, 'ar');
  await page.goto(`http://${host}/admin/add-ons/${SHOWCASE_ID}/setup`);
  const goal = page.getByTestId('addon-setting-goal');
  await goal.fill('٣٣');
  await page.getByTestId('block-form-set-goal').click();
  await expect(page.getByRole('alert').filter({ hasText: '30' })).toBeVisible();
  await goal.fill('٣');
  await page.getByTestId('block-form-set-goal').click();
  await expect(page.getByText('الهدف هو 3.')).toBeVisible();
  await expect(goal).toHaveValue('2');
});

test('should put a card and a button on a record, and leave the record’s own form alone', async ({
  page,
}) => {
  await signIn(page, 'en');
  await page.goto(`http://${host}/admin/collections/students/${student}`);
  await expect(page.getByTestId('tab-reader')).toContainText('Sara Hassan');
  await page.getByTestId('record-actions').getByTestId('action-add-book').click();
  await page.getByTestId('action-confirm').click();
  const question = page.getByTestId('action-question');
  await expect(question.getByRole('alert')).toHaveText('This is needed.');
  await question.getByTestId('addon-setting-title').fill('Kalila wa Dimna');
  await page.keyboard.press('Enter');
  await expect(page.getByText('“Kalila wa Dimna” was added.')).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`students/${student}$`));
  await expect(page.locator('#action-save')).toBeDisabled();
  await page.getByTestId('tab-reader').getByTestId('action-add-book').click();
  await expect(page.getByTestId('addon-setting-title')).toHaveValue('The Little Prince');
  await page.keyboard.press('Escape');
  await page.goto(`http://${host}/admin/collections/students/create`);
  await expect(page.locator('#action-save')).toBeVisible();
  await expect(page.getByTestId('add-on-tabs')).toHaveCount(0);
});

test('should run an action of a list on the rows that are chosen', async ({ page }) => {
  await signIn(page, 'en');
  await page.goto(`http://${host}/admin/collections/students`);
  const button = page.getByTestId('list-actions').getByTestId('action-certificates');
  await expect(button).toBeDisabled();
  for (const row of [0, 1]) await page.locator('tbody input[type=checkbox]').nth(row).check({ force: true });
  await button.click();
  await expect(page.getByTestId('action-question')).toContainText('Go on?');
  await page.getByTestId('action-confirm').click();
  const result = page.getByTestId('action-result');
  await expect(result).toContainText('2 certificates are ready.');
  const address = await result.getByRole('link', { name: 'Download the file' }).getAttribute('href');
  expect((await admin.get(address ?? '')).text.split('\n')).toHaveLength(2);
});

test('should keep a secret that was saved and never show it', async ({ page }) => {
  await signIn(page, 'en');
  await page.goto(`http://${host}/admin/add-ons?plugin=${SHOWCASE_ID}`);
  const key = page.getByTestId('addon-setting-libraryKey');
  await key.fill('the-librarians-own-key');
  await page.getByTestId('addon-settings-save').click();
  await expect(page.getByText('A value is set')).toBeVisible();
  await expect(key).toHaveValue('');
  await page.reload();
  await expect(page.getByText('A value is set')).toBeVisible();
  expect(await page.content()).not.toContain('librarians-own');
  await page.getByRole('button', { name: 'Remove the value' }).click();
  await page.getByTestId('addon-settings-save').click();
  await expect(page.getByText('The settings are saved.')).toBeVisible();
  await expect(page.getByText('A value is set')).toHaveCount(0);
});

test.describe('on a phone, in Arabic', () => {
  test.use({ ...PHONE, locale: 'ar' });

  test('should show all of it from right to left and no wider than the screen', async ({ page }) => {
    await signIn(page, 'ar');
    await page.goto(`http://${host}/admin`);
    await expect(page.getByTestId('widget-books')).toContainText('الكتب المقروءة');
    await expect(page.getByTestId('widget-months').locator('rect')).toHaveCount(10);
    expect(await isWiderThanScreen(page)).toBe(false);
    await shot(page, 'surfaces-dashboard-ar-phone');
    await page.goto(`http://${host}/admin/add-ons/${SHOWCASE_ID}/report`);
    const markdown = page.locator('.blocks-markdown');
    await expect(markdown).toHaveAttribute('dir', 'rtl');
    expect(await isWiderThanScreen(page)).toBe(false);
    await shot(page, 'surfaces-page-ar-phone');
    await page.goto(`http://${host}/admin/collections/students/${student}`);
    await expect(page.getByTestId('tab-reader')).toContainText('من الإضافة نادي القراءة');
    await page.getByTestId('record-actions').getByTestId('action-add-book').click();
    await expect(page.getByTestId('action-question')).toContainText('عنوان الكتاب');
    expect(await isWiderThanScreen(page)).toBe(false);
    await shot(page, 'surfaces-record-ar-phone');
  });
});
