import { expect, type Page, test } from '@playwright/test';
import { installation } from './playwright.config.ts';
import { createSchool, type NewSchoolAnswer } from './support/daftar-process.ts';

const PAGES = [
  '/admin',
  '/admin/collections/students',
  '/admin/collections/students/create',
  '/admin/collections/users',
  '/admin/account',
  '/admin/register',
  '/admin/add-ons',
  '/admin/imports',
  '/admin/usage',
];
const host = `policy-test.localhost:${installation.port}`;
let school: NewSchoolAnswer;

test.beforeAll(async () => {
  school = await createSchool(installation, 'policy-test');
});

/** Collects what the browser refuses because of the policy, and every script that carries no nonce. */
async function watch(page: Page): Promise<string[]> {
  const refused: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy|refused to/i.test(message.text())) refused.push(message.text());
  });
  page.on('pageerror', (error) => refused.push(error.message));
  return refused;
}

for (const language of ['en', 'ar'] as const) {
  test(`I6: should run the panel under its policy without a refusal (${language})`, async ({ page }) => {
    const refused = await watch(page);
    await page.context().addCookies([{ name: 'payload-lng', value: language, url: `http://${host}` }]);
    await page.goto(`http://${host}/admin/login`);
    await page.locator('input[type=email]').fill(school.adminEmail);
    await page.locator('input[type=password]').fill(school.adminPassword);
    await page.locator('form button[type=submit]').click();
    await page.waitForURL((url) => !url.pathname.endsWith('/login'));
    for (const path of PAGES) {
      const answer = await page.goto(`http://${host}${path}`);
      expect(answer?.headers()['content-security-policy'], path).toMatch(/script-src 'self' 'nonce-[^']+';/);
      await page.waitForLoadState('networkidle');
      // Every script that Next wrote into the page itself carries the nonce of this answer.
      expect(await answer?.text()).not.toMatch(/<script(?![^>]*\b(?:nonce|src)=)/);
    }
    expect(refused).toEqual([]);
    // The policy works at all: a script that came by other ways does not run.
    const ran = await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.wasRun = true';
      document.body.append(script);
      const image = document.createElement('div');
      image.innerHTML = '<img src="data:," onerror="window.wasRun = true">';
      document.body.append(image);
      return (window as { wasRun?: boolean }).wasRun ?? false;
    });
    expect(ran).toBe(false);
    await expect.poll(() => refused.length).toBeGreaterThan(0);
  });
}
