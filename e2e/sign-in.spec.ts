import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { Secret, TOTP } from 'otpauth';
import { installation } from './playwright.config.ts';
import { createSchool, type NewSchoolAnswer, runCommand, standInsOf } from './support/daftar-process.ts';
import { readOutbox } from './support/emulators.ts';
import { until } from './support/until.ts';

const SCREENS = path.join(import.meta.dirname, '../artifacts/screens');
const SCHOOL = `http://doors-test.localhost:${installation.port}`;
const CONSOLE = `http://console.localhost:${installation.port}`;

test.describe.configure({ mode: 'serial' });

let school: NewSchoolAnswer;
let staff: { email: string; password: string };

test.beforeAll(async () => {
  school = await createSchool(installation, 'doors-test');
  staff = await runCommand(installation, [
    'staff',
    'create',
    'ops@daftar.example',
    '--realm',
    'platform',
    '--json',
  ]);
});

const speak = (page: Page, language: 'en' | 'ar', url: string) =>
  page.context().addCookies([{ name: 'payload-lng', value: language, url }]);
const codeOf = (secret: string, ahead = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + ahead * 1000 });

async function enter(page: Page, email: string, password: string): Promise<void> {
  await page.locator('#field-email').fill(email);
  await page.locator('#field-password').fill(password);
  await page.locator('form button[type=submit]').click();
}

test('a member of staff sets up the second factor, and needs it from then on', async ({ page }) => {
  await speak(page, 'en', CONSOLE);
  await page.goto(`${CONSOLE}/admin/login`);
  await enter(page, staff.email, staff.password);
  const secret = ((await page.getByTestId('totp-secret').textContent()) ?? '').replaceAll(' ', '');
  await page.screenshot({ path: path.join(SCREENS, 'second-factor-set-up-en.png') });
  await page.locator('#field-code').fill('000000');
  await page.locator('form button[type=submit]').click();
  await expect(page.getByRole('alert').first()).toBeVisible();
  await page.locator('#field-code').fill(codeOf(secret));
  await page.locator('form button[type=submit]').click();
  await expect(page.getByTestId('recovery-codes').locator('li')).toHaveCount(10);
  const recovery = (await page.getByTestId('recovery-codes').locator('li').first().textContent()) ?? '';
  await page.screenshot({ path: path.join(SCREENS, 'recovery-codes-en.png') });
  await page.locator('.sign-in__submit').click();
  await page.waitForURL((url) => url.pathname === '/admin');
  await expect(page.locator('nav, .template-default').first()).toBeVisible();

  // Another browser, in Arabic on a phone: the password alone does not do, a recovery code does once.
  const other = await page
    .context()
    .browser()
    ?.newContext({ viewport: { width: 390, height: 844 } });
  const phone = await other?.newPage();
  if (!phone) throw new Error('There is no second browser window.');
  await speak(phone, 'ar', CONSOLE);
  await phone.goto(`${CONSOLE}/admin/login`);
  await enter(phone, staff.email, staff.password);
  await expect(phone.getByTestId('code-step')).toBeVisible();
  await phone.screenshot({ path: path.join(SCREENS, 'second-factor-ar.png') });
  await phone.locator('#field-code').fill(recovery);
  await phone.locator('form button[type=submit]').click();
  await phone.waitForURL((url) => url.pathname === '/admin');
  await other?.close();
});

test('a person sees the devices, turns the second factor on, and signs out everywhere', async ({ page }) => {
  await speak(page, 'ar', SCHOOL);
  await page.goto(`${SCHOOL}/admin/login?redirect=${encodeURIComponent('/admin/security')}`);
  await page.screenshot({ path: path.join(SCREENS, 'sign-in-ar.png') });
  await enter(page, school.adminEmail, school.adminPassword);
  await expect(page.getByTestId('devices').locator('li')).toHaveCount(1);
  await page.screenshot({ path: path.join(SCREENS, 'security-ar.png'), fullPage: true });
  const card = page.getByTestId('second-factor');
  await card.locator('button').first().click();
  await card.locator('#factor-password').fill(school.adminPassword);
  await card.locator('button[type=submit]').click();
  const secret = ((await card.getByTestId('totp-secret').textContent()) ?? '').replaceAll(' ', '');
  await card.locator('#factor-code').fill(codeOf(secret));
  await card.locator('button[type=submit]').click();
  await expect(card.getByTestId('recovery-codes').locator('li')).toHaveCount(10);
  await card.locator('.sign-in__submit').click();
  page.once('dialog', (dialog) => void dialog.accept());
  await page.getByTestId('devices').locator('button').first().click();
  await page.waitForURL((url) => url.pathname.endsWith('/login'));
  await page.goto(`${SCHOOL}/admin/register`);
  await page.waitForURL((url) => url.pathname.endsWith('/login'));
});

test('a forgotten password is set by the link of the mail, once', async ({ page }) => {
  await speak(page, 'en', SCHOOL);
  await page.goto(`${SCHOOL}/admin/forgot`);
  await page.locator('#field-email').fill(school.adminEmail);
  await page.locator('form button[type=submit]').click();
  await expect(page.getByRole('status')).toBeVisible();
  let link = '';
  await until('the mail with the link is there', async () => {
    const { mail } = await readOutbox(standInsOf(installation).messages, school.adminEmail);
    link = /href=\\?"([^"\\]+#reset=[\w-]+)/.exec(JSON.stringify(mail))?.[1] ?? '';
    return link !== '';
  });
  expect(link.startsWith(`${SCHOOL}/admin/set-password#reset=`), link).toBe(true);
  await page.goto(link);
  await page.locator('#field-new-password').fill('password1234');
  await page.locator('form button[type=submit]').click();
  await expect(page.getByRole('alert').first()).toBeVisible();
  await page.screenshot({ path: path.join(SCREENS, 'set-password-en.png') });
  await page.locator('#field-new-password').fill('four quiet green hills');
  await page.locator('form button[type=submit]').click();
  await expect(page.getByRole('status')).toBeVisible();
  await page.goto(`${SCHOOL}/admin/login`);
  await enter(page, school.adminEmail, 'four quiet green hills');
  await expect(page.getByTestId('code-step')).toBeVisible();
  await page.goto(link);
  await page.locator('#field-new-password').fill('four other green hills');
  await page.locator('form button[type=submit]').click();
  await expect(page.getByRole('alert').first()).toBeVisible();
});
