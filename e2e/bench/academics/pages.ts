import { type Browser, chromium, type Page, type Request } from '@playwright/test';
import { CHROMIUM } from '../../support/chromium.ts';
import { percentile } from '../measure.ts';
import type { Row } from './rows.ts';
import type { BenchSize } from './size.ts';
import { PASSWORD, type School, type World } from './world.ts';

const MOST_MS = 1000;
const TIMES = 5;
const SLOWEST_SHOWN = 5;
/** A page is open when nothing was loaded for so long; this wait itself is not counted. */
const QUIET_MS = 250;

/**
 * Opening every page of the menu of a school's admin, a register and a mark grid in a browser: from the click until the last
 * answer the page asked for is there. Each is opened once before, and the median of the openings after it counts.
 */
export async function pagesOpen(world: World, size: BenchSize): Promise<Row[]> {
  // Without its pages the server has nothing to open.
  if (process.env.BENCH_SERVER === 'api') return [];
  const school = world.schools[Math.floor(world.schools.length / 2)];
  if (!school) throw new Error('The bench has no school.');
  const browser = await chromium.launch(CHROMIUM);
  try {
    const page = await signedIn(browser, school);
    const times = new Map<string, number[]>();
    const several = async (name: string, open: () => Promise<number>) => {
      await open();
      times.set(name, []);
      for (let time = 0; time < TIMES; time += 1) times.get(name)?.push(await open());
    };
    const menu = await menuOf(page);
    if (menu.length < 20) throw new Error(`The menu has only ${menu.length} pages.`);
    for (const href of menu) await several(href, () => until(page, () => shown(page, href)));
    await several('a register', () => register(page));
    await several('a mark grid', () => markGrid(page));
    const medians = [...times].map(([name, all]) => ({ name, ms: percentile(all, 0.5) }));
    const slowest = medians.toSorted((a, b) => b.ms - a.ms);
    const over = slowest.filter(({ ms }) => ms >= MOST_MS);
    return [
      {
        work: `opening each of the ${menu.length} pages of an admin’s menu, a register and a mark grid in a browser, ${size.schools} schools`,
        target: `each < ${MOST_MS} ms`,
        measured: `slowest ${slowest[0]?.ms.toFixed(0)} ms; ${over.length} over`,
        holds: over.length === 0,
        more: [
          `median of the pages ${percentile(
            medians.map(({ ms }) => ms),
            0.5,
          ).toFixed(0)} ms`,
          `slowest: ${slowest
            .slice(0, Math.max(SLOWEST_SHOWN, over.length))
            .map(({ name, ms }) => `${name} ${ms.toFixed(0)}`)
            .join(', ')}`,
        ],
      },
    ];
  } finally {
    await browser.close();
  }
}

async function signedIn(browser: Browser, school: School): Promise<Page> {
  const context = await browser.newContext({ baseURL: `http://${school.host}` });
  const page = await context.newPage();
  await page.goto('/admin/login');
  await page.fill('#field-email', `admin@${school.tenant.subdomain}.example`);
  await page.fill('#field-password', PASSWORD);
  await page.click('form button[type=submit]');
  await page.waitForURL((url) => !url.pathname.endsWith('/login'));
  return page;
}

async function menuOf(page: Page): Promise<string[]> {
  await page.goto('/admin');
  const links = await page
    .locator('nav a[href^="/admin"]')
    .evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
  return [...new Set(links)].filter((href) => !/logout|account/.test(href));
}

async function shown(page: Page, href: string): Promise<void> {
  const answer = await page.goto(href, { waitUntil: 'load' });
  if (answer?.status() !== 200) throw new Error(`${href} answered ${answer?.status()}.`);
}

async function register(page: Page): Promise<number> {
  await page.goto('/admin/register');
  const card = page.getByTestId('register-class-card').first();
  await card.waitFor();
  return until(page, async () => {
    await card.click();
    await page.getByTestId('register-row').first().waitFor();
  });
}

async function markGrid(page: Page): Promise<number> {
  await page.goto('/admin/marks');
  const groups = page.getByTestId('marks-group');
  await groups.locator('option').nth(1).waitFor({ state: 'attached' });
  return until(page, async () => {
    await groups.selectOption({ index: 1 });
    await page.getByTestId('mark-grid').waitFor();
  });
}

// Milliseconds from before `act` until the last answer a page needs has come. What Next fetches ahead of a click is not.
async function until(page: Page, act: () => Promise<void>): Promise<number> {
  let last = performance.now();
  const begun = last;
  const open = new Set<Request>();
  const counts = (request: Request) =>
    ['document', 'fetch', 'xhr'].includes(request.resourceType()) &&
    request.headers()['next-router-prefetch'] === undefined;
  const began = (request: Request) => {
    if (counts(request)) open.add(request);
  };
  const ended = (request: Request) => {
    if (open.delete(request)) last = performance.now();
  };
  page.on('request', began).on('requestfinished', ended).on('requestfailed', ended);
  try {
    await act();
    last = Math.max(last, performance.now());
    while (open.size > 0 || performance.now() - last < QUIET_MS) await page.waitForTimeout(25);
    return last - begun;
  } finally {
    page.off('request', began).off('requestfinished', ended).off('requestfailed', ended);
  }
}
