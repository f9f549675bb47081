import path from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { sharedData } from '../core/interop/oneroster/testing/make-package.ts';
import { installation } from './playwright.config.ts';
import { createSchool, type NewSchoolAnswer, standInsOf } from './support/daftar-process.ts';
import { connectStripe, readMeterTotal, readOutbox } from './support/emulators.ts';
import { type HttpClient, httpClient } from './support/http-client.ts';
import { until } from './support/until.ts';

const SCREENS = path.join(import.meta.dirname, '../artifacts/screens');
const SMS = 'qa.daftar.sms';
// The Ed-Fi district's school year is 2021-2022; pupils are in their classes between these dates.
const DATE = '2022-03-15';

type Docs<T> = { docs: T[]; totalDocs: number };
type Guardian = { id: string; phone: string; language: string };
type Target = { classId: string; className: string; pupil: string; guardian: Guardian };

test.describe.configure({ mode: 'serial' });

let school: NewSchoolAnswer;
let api: HttpClient;
const host = `alnoor-test.localhost:${installation.port}`;
const used = new Set<string>();

test.beforeAll(async () => {
  school = await createSchool(installation, 'alnoor-test');
  api = await httpClient(installation.port, host).signIn(school.adminEmail, school.adminPassword);
});

const rest = async <T>(question: string) => (await api.get(question)).json<T>();
const ledger = async () => (await rest<Docs<{ quantity: number }>>('/api/usage-events?limit=200')).docs;
const sentSms = async () => (await readOutbox(standInsOf(installation).messages)).sms;
const stripeTotal = async () => {
  const { stripe, stripeKey } = standInsOf(installation);
  const [tenant] = (await rest<Docs<{ stripeCustomerId?: string }>>('/api/tenants')).docs;
  if (!tenant?.stripeCustomerId) return 0;
  return readMeterTotal(connectStripe(stripe, stripeKey), tenant.stripeCustomerId, 'daftar_sms_parts');
};

async function signIn(page: Page, language: 'en' | 'ar'): Promise<void> {
  await page.context().addCookies([{ name: 'payload-lng', value: language, url: `http://${host}` }]);
  await page.goto(`http://${host}/admin/login`);
  await page.locator('#field-email').fill(school.adminEmail);
  await page.locator('#field-password').fill(school.adminPassword);
  await page.locator('form button[type=submit]').click();
  await page.waitForURL((url) => !url.pathname.endsWith('/login'));
  await expect(page.locator('html')).toHaveAttribute('dir', language === 'ar' ? /^rtl$/i : /^ltr$/i);
}

/** A pupil of a homeroom whose first guardian takes SMS, with that guardian set to a language over REST. */
async function choosePupil(language: 'en' | 'ar'): Promise<Target> {
  const { classes } = await rest<{ classes: { kind: string; id: string; title: string }[] }>(
    `/api/register/classes?date=${DATE}`,
  );
  for (const entry of classes.filter(({ kind, id }) => kind === 'classroom' && !used.has(id))) {
    const { pupils } = await rest<{ pupils: { id: string }[] }>(
      `/api/register?kind=classroom&id=${entry.id}&date=${DATE}`,
    );
    for (const { id } of pupils) {
      const links = await rest<Docs<{ guardian: Guardian; smsAllowed: boolean }>>(
        `/api/student-guardians?where[student][equals]=${id}&sort=contactOrder&depth=1`,
      );
      const guardian = links.docs[0]?.guardian;
      if (!guardian?.phone || !links.docs[0]?.smsAllowed) continue;
      used.add(entry.id);
      const changed = await api.send('PATCH', `/api/guardians/${guardian.id}`, { body: { language } });
      expect(changed.status, changed.text).toBe(200);
      return { classId: entry.id, className: entry.title, pupil: id, guardian };
    }
  }
  throw new Error('No pupil of the district has a guardian with a phone.');
}

async function openRegister(page: Page, target: Target): Promise<Locator> {
  await page.goto(`http://${host}/admin/register`);
  await page.getByTestId('register-date').fill(DATE);
  await page.getByTestId('register-class').click();
  await page.getByTestId('register-class').fill(target.className);
  await page.locator(`[data-testid=register-class-option][data-class="${target.classId}"]`).click();
  const row = page.locator(`[data-testid=register-row][data-student="${target.pupil}"]`);
  await expect(row).toBeVisible();
  return row;
}

/** Saves and waits for the server's answer, so that what follows is counted after it. */
async function save(page: Page): Promise<{ changed: number }> {
  const answered = page.waitForResponse(
    (answer) => new URL(answer.url()).pathname === '/api/register' && answer.request().method() === 'POST',
  );
  await page.getByTestId('register-save').click();
  const answer = await answered;
  expect(answer.status(), await answer.text()).toBe(200);
  return answer.json();
}

/** One absence in the browser, and what it must leave behind: one SMS, one ledger row, one unit at Stripe. */
async function markAbsent(page: Page, language: 'en' | 'ar'): Promise<void> {
  const target = await choosePupil(language);
  const [smsBefore, entriesBefore] = [(await sentSms()).length, (await ledger()).length];
  const row = await openRegister(page, target);
  await row.getByTestId('register-mark-A').click();
  // A register that was never taken is saved whole: everybody else is present.
  expect((await save(page)).changed).toBeGreaterThan(0);
  await expect(page.getByTestId('register-status')).not.toBeEmpty();
  await page.screenshot({ path: path.join(SCREENS, `register-${language}.png`) });

  await until('the message was counted by Stripe', async () => (await stripeTotal()) > entriesBefore, {
    seconds: 60,
  });
  const check = async () => {
    const sms = await sentSms();
    expect(sms).toHaveLength(smsBefore + 1);
    expect(sms[0]?.to).toBe(target.guardian.phone);
    expect(sms[0]?.segments).toBe(1);
    expect(/\p{Script=Arabic}/u.test(sms[0]?.body ?? '')).toBe(language === 'ar');
    const entries = await ledger();
    expect(entries).toHaveLength(entriesBefore + 1);
    expect(entries.reduce((sum, entry) => sum + entry.quantity, 0)).toBe(entriesBefore + 1);
    expect(await stripeTotal()).toBe(entriesBefore + 1);
  };
  await check();
  await page.reload();
  const again = await openRegister(page, target);
  await again.getByTestId('register-mark-A').click();
  expect((await save(page)).changed).toBe(0);
  // Nothing more may come: the relay wakes within a second, the sender of usage every second.
  for (const deadline = Date.now() + 3000; Date.now() < deadline; ) {
    await check();
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

test('should bring an empty school to its first message, in English', async ({ page }) => {
  await signIn(page, 'en');
  await page.screenshot({ path: path.join(SCREENS, 'dashboard-en.png') });

  await page.goto(`http://${host}/admin/imports`);
  await page
    .getByTestId('import-file')
    .setInputFiles(sharedData('oneroster/ed-fi-district/ed-fi-district.zip'));
  await expect(page.getByTestId('import-report')).toBeVisible({ timeout: 60_000 });
  expect((await rest<Docs<unknown>>('/api/students?limit=1')).totalDocs).toBe(0);
  await page.screenshot({ path: path.join(SCREENS, 'import-check-en.png'), fullPage: true });
  await page.getByTestId('import-confirm').click();
  await until(
    'the import is done',
    async () => {
      const { docs } = await rest<Docs<{ status: string; dryRun: boolean }>>(
        '/api/import-runs?sort=-createdAt',
      );
      return docs.some((run) => !run.dryRun && run.status === 'done');
    },
    { seconds: 60 },
  );
  await expect(page.locator('[data-testid=import-status][data-status=done]')).toBeVisible();
  await expect(page.getByTestId('import-confirm')).toHaveCount(0);
  await expect(page.getByTestId('import-counts')).toContainText('960');
  expect((await rest<Docs<unknown>>('/api/students?limit=1')).totalDocs).toBe(960);
  await page.screenshot({ path: path.join(SCREENS, 'import-done-en.png'), fullPage: true });

  await page.goto(`http://${host}/admin/add-ons`);
  await page.locator(`[data-testid=addon-card][data-plugin="${SMS}"] a`).first().click();
  await page.getByTestId('addon-install').click();
  await page.screenshot({ path: path.join(SCREENS, 'add-on-consent-en.png') });
  await page.getByTestId('addon-accept').click();
  await expect(page.getByTestId('addon-state').first()).toHaveAttribute('data-state', 'installed');
  await page.getByTestId('addon-enable').click();
  await expect(page.getByTestId('addon-state').first()).toHaveAttribute('data-state', 'enabled');
  await page.screenshot({ path: path.join(SCREENS, 'add-on-enabled-en.png'), fullPage: true });

  await markAbsent(page, 'en');

  await page.goto(`http://${host}/admin/usage`);
  await expect(page.getByTestId('usage-total-sms_parts')).toHaveText('1');
  await expect(page.getByTestId('usage-ledger-row')).toHaveCount(1);
  await expect(page.getByTestId('usage-shipped')).toHaveAttribute('data-acknowledged', '1');
  await page.screenshot({ path: path.join(SCREENS, 'usage-en.png'), fullPage: true });
});

test.describe('on a phone, in Arabic', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, locale: 'ar' });

  test('should tell the guardian in Arabic and count it', async ({ page }) => {
    await signIn(page, 'ar');
    await markAbsent(page, 'ar');
    const wider = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1);
    expect(wider).toBe(false);
    await page.goto(`http://${host}/admin/usage`);
    await expect(page.getByTestId('usage-ledger-row')).toHaveCount(2);
    await page.screenshot({ path: path.join(SCREENS, 'usage-ar.png'), fullPage: true });
  });
});
