import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { Secret, TOTP } from 'otpauth';
import { installation } from './playwright.config.ts';
import { until } from './support/until.ts';

const SCREENS = path.join(import.meta.dirname, '../artifacts/screens');

type Account = { tenant: string | null; role: string; url: string; email: string; password: string };

/** The demo's account of a school's role, or of staff. The demo has used, was billed and paid. */
function demoAccount(tenant: string | null, role: string): Account {
  const file = path.join(installation.dataDir, 'demo-accounts.json');
  const accounts = JSON.parse(readFileSync(file, 'utf8')) as Account[];
  const found = accounts.find((account) => account.tenant === tenant && account.role === role);
  if (!found) throw new Error(`The demo has no ${role} of ${tenant}.`);
  return found;
}

async function enter(page: Page, account: Account, language: 'en' | 'ar'): Promise<void> {
  await page.context().addCookies([{ name: 'payload-lng', value: language, url: account.url }]);
  await page.goto(`${account.url}/admin/login`);
  await page.locator('#field-email').fill(account.email);
  await page.locator('#field-password').fill(account.password);
  await page.locator('form button[type=submit]').click();
}

/** What the page's own browser is answered: Node knows no names below localhost. */
function fetched(
  page: Page,
  address: string | null,
): Promise<{ status: number; type: string; text: string }> {
  return page.evaluate(async (url) => {
    const answer = await fetch(url);
    const type = answer.headers.get('content-type') ?? '';
    return { status: answer.status, type, text: await answer.text() };
  }, address ?? '');
}

test('the admin of a school sees what an upgrade costs and takes it, paid with the demo card', async ({
  page,
}) => {
  const admin = demoAccount('lulu', 'admin');
  await enter(page, admin, 'en');
  await page.waitForURL((url) => url.pathname === '/admin');
  await page.goto(`${admin.url}/admin/plan`);
  await expect(page.getByTestId('plan-state')).toContainText('Basic');
  await expect(page.getByTestId('plan-payment')).toContainText('VISA ending in 4242');
  await expect(page.getByTestId('plan-state')).toContainText('120 of 500');
  await page.getByTestId('plan-choose-standard').click();
  const cents = Number(await page.getByTestId('plan-charged-now').getAttribute('data-cents'));
  // The rest of a month that is more than half over, but not yet at its end.
  expect(cents).toBeGreaterThan(0);
  expect(cents).toBeLessThan(15_000);
  await page.getByTestId('plan-confirm').click();
  await expect(page.getByTestId('plan-state')).toContainText('Standard');
  await until(
    'the change is paid',
    async () => {
      await page.reload();
      const newest = page.getByTestId('plan-invoice').first();
      const text = (await newest.textContent()) ?? '';
      return text.includes(`$${(cents / 100).toFixed(2)}`) && text.includes('Paid');
    },
    { seconds: 90 },
  );
  const link = await page.getByTestId('plan-invoice-pdf').first().getAttribute('href');
  const paper = await fetched(page, link);
  expect([paper.status, paper.type]).toEqual([200, 'application/pdf']);
  await page.screenshot({ path: path.join(SCREENS, 'plan-en.png'), fullPage: true });
});

test('the usage page in Arabic leads from a month’s costs to the entries of one meter', async ({ page }) => {
  const admin = demoAccount('alnoor', 'admin');
  await enter(page, admin, 'ar');
  await page.waitForURL((url) => url.pathname === '/admin');
  await page.goto(`${admin.url}/admin/usage`);
  await expect(page.locator('html')).toHaveAttribute('dir', /^rtl$/i);
  // A month that is over: its days do not depend on today's date.
  const months = page.getByTestId('usage-month');
  await months.selectOption({ index: 1 });
  await expect(page.getByTestId('usage-costs')).toContainText('USD');
  const total = Number(
    ((await page.getByTestId('usage-total-report_renders').textContent()) ?? '').replaceAll(',', ''),
  );
  expect(total).toBeGreaterThan(0);
  await page.getByTestId('usage-ledger-meter').selectOption('report_renders');
  const rows = page.getByTestId('usage-ledger-row');
  await expect(rows.first()).toHaveAttribute('data-event', /^demo:report_renders:/);
  const events = await rows.evaluateAll((all) => all.map((row) => row.getAttribute('data-event') ?? ''));
  expect(events.every((event) => event.startsWith('demo:report_renders:'))).toBe(true);
  await expect(page.getByTestId('usage-days-agree')).toBeVisible();
  const csv = await fetched(page, await page.getByTestId('usage-csv').getAttribute('href'));
  const lines = csv.text.split(/\r?\n/).filter((line) => line.includes(',report_renders,'));
  expect(lines).toHaveLength(events.length);
  await page.screenshot({ path: path.join(SCREENS, 'usage-ar.png'), fullPage: true });
});

test('sales change a price in a draft, read what it means, publish it, and open the rows behind a figure', async ({
  page,
}) => {
  const sales = demoAccount(null, 'sales');
  await enter(page, sales, 'en');
  const secret = ((await page.getByTestId('totp-secret').textContent()) ?? '').replaceAll(' ', '');
  await page.locator('#field-code').fill(new TOTP({ secret: Secret.fromBase32(secret) }).generate());
  await page.locator('form button[type=submit]').click();
  await page.getByTestId('recovery-codes').waitFor();
  await page.locator('.sign-in__submit').click();
  await page.waitForURL((url) => url.pathname === '/admin');

  await page.goto(`${sales.url}/admin/price-book`);
  await page.getByTestId('draft-of-1').click();
  await page.waitForURL(/\/price-book\/draft\//);
  await page.locator('[data-field=monthly]').first().fill('109.00');
  await page.getByTestId('draft-save').click();
  await expect(page.getByTestId('save-bar')).toHaveCount(0);
  await page.getByTestId('step-difference').click();
  await expect(page.getByTestId('difference')).toContainText(
    'Basic: the monthly price rises from USD 99.00 to USD 109.00',
  );
  await page.getByTestId('step-simulation').click();
  await page.getByTestId('simulate').click();
  await expect(page.getByTestId('effects').locator('tbody tr')).toHaveCount(2);
  await page.getByTestId('step-publish').click();
  await page.getByTestId('publish-from').fill('2099-01-01T00:00');
  await page.getByTestId('publish-word').fill('something else');
  await expect(page.getByTestId('publish')).toBeDisabled();
  await page.getByTestId('publish-word').fill((await page.locator('h1').textContent()) ?? '');
  await page.getByTestId('publish').click();
  await page.waitForURL(/\/price-book\/version\/2$/);

  await page.goto(`${sales.url}/admin/figures`);
  await expect(page.getByTestId('figures-proof')).toContainText('Proved');
  const tile = page.getByTestId('figure-mrr');
  const revenue = (await tile.textContent()) ?? '';
  const behind = page.getByTestId('figures-rows');
  // A press before the page is alive goes unheard.
  await expect(async () => {
    await tile.click();
    await expect(behind).toBeVisible({ timeout: 2000 });
  }).toPass();
  await expect(behind).toContainText('Al Noor International School');
  await expect(behind).toContainText('Doha Pearl Academy');
  await expect(behind).toContainText(revenue);
});
