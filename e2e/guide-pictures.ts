import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium, type Page } from '@playwright/test';
import { type GuidePicture, PICTURES } from './guide-pages.ts';
import { prepareSchool } from './guide-school.ts';

/**
 * Takes the pictures of docs/school-guide.md from a running demo installation, in both languages. It writes into the demo
 * school: a next year with the preview of its year end, the sentences of the comments bank, marks that are handed in, and the
 * report cards of a class. Its year end is committed for a picture and undone. `--data` is the data
 * directory of the installation; `--only` names the pictures to take, as a pattern.
 */
const { values } = parseArgs({
  options: { data: { type: 'string', default: '.data' }, only: { type: 'string', default: '.' } },
});
const ROOT = path.join(import.meta.dirname, '..');
const TARGET = path.join(ROOT, 'docs/images/school-guide');
const SIZE = { width: 1200, height: 760 };
const LANGUAGES = ['en', 'ar'] as const;

type Account = { tenant: string | null; role: string; url: string; email: string; password: string };

const accounts: Account[] = JSON.parse(await readFile(path.join(values.data, 'demo-accounts.json'), 'utf8'));
const only = new RegExp(values.only);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH || '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  // The fields of dates follow the browser, not the page: the day comes first.
  env: { ...process.env, LANGUAGE: 'en_GB' },
});
let failures = 0;
try {
  const page = await signIn(browser, 'en');
  await prepareSchool(page);
  const state = await page.context().storageState();
  for (const language of LANGUAGES) {
    await mkdir(path.join(TARGET, language), { recursive: true });
    const context = await browser.newContext({ viewport: SIZE, storageState: state, locale: 'en-GB' });
    const { url } = adminAccount();
    await context.addCookies([{ name: 'payload-lng', value: language, url }]);
    for (const picture of PICTURES.filter(({ name }) => only.test(name))) {
      const view = await context.newPage();
      view.setDefaultTimeout(15_000);
      try {
        await take(view, url, picture, language);
      } catch (error) {
        failures += 1;
        console.error(
          `${language}/${picture.name}: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
      await view.close();
    }
    await context.close();
  }
} finally {
  await browser.close();
}
process.exitCode = failures === 0 ? 0 : 1;

function adminAccount(): Account {
  const account = accounts.find(({ tenant, role }) => tenant === 'alnoor' && role === 'admin');
  if (!account) throw new Error('The data directory has no demo school.');
  return account;
}

async function signIn(chrome: Browser, language: string): Promise<Page> {
  const { url, email, password } = adminAccount();
  const context = await chrome.newContext({ viewport: SIZE });
  await context.addCookies([{ name: 'payload-lng', value: language, url }]);
  const page = await context.newPage();
  await page.goto(`${url}/admin/login`);
  await page.locator('#field-email').fill(email);
  await page.locator('#field-password').fill(password);
  await page.locator('form button[type=submit]').click();
  await page.waitForURL((address) => !address.pathname.endsWith('/login'));
  return page;
}

async function take(page: Page, url: string, picture: GuidePicture, language: string): Promise<void> {
  await page.setViewportSize({ ...SIZE, height: picture.height ?? SIZE.height });
  await page.goto(`${url}${picture.path}`);
  await page.waitForLoadState('networkidle');
  await picture.act?.(page);
  await page.evaluate(() => window.scrollTo(0, 0));
  // Charts and dialogs come in softly.
  await page.waitForTimeout(600);
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 60 });
  const bytes = Buffer.from(data, 'base64');
  await writeFile(path.join(TARGET, language, `${picture.name}.webp`), bytes);
  await picture.after?.(page);
  console.log(`${language}/${picture.name}.webp ${Math.round(bytes.length / 1024)} KB`);
}
