import type { Page } from '@playwright/test';
import { commitYear, openHandedIn, openPublished, showPreview, undoYear } from './guide-school.ts';

/** A picture of the school guide: where it is, what is done before it is taken, and how much of the page it shows. */
export type GuidePicture = {
  name: string;
  path: string;
  act?: (page: Page) => Promise<void>;
  /** Pixels of the page from its top. */
  height?: number;
  /** Puts back what the picture changed, so that the next language finds the same. */
  after?: (page: Page) => Promise<void>;
};

const click = (...ids: string[]) =>
  async function act(page: Page): Promise<void> {
    for (const id of ids) await page.locator(`[data-testid="${id}"]:visible`).first().click();
  };

/** Opens a tab and waits for what its request brings. */
const openTab = (tab: string, content: string) =>
  async function act(page: Page): Promise<void> {
    await click(tab)(page);
    await page.getByTestId(content).first().waitFor();
  };

async function openBells(page: Page): Promise<void> {
  await click('wizard-again', 'wizard-next')(page);
  await page.getByTestId('wizard-begins').waitFor();
}

/** The first lesson group of the list: its marks are complete, its class is the first one. */
async function openMarks(page: Page): Promise<void> {
  await page.getByTestId('marks-group').selectOption({ index: 1 });
  await page.getByTestId('mark-grid').waitFor();
}

async function openClass(page: Page): Promise<void> {
  await page.getByTestId('register-class-card').first().click();
  await page.getByTestId('register-row').first().waitFor();
}

/** The last school day before today: a mark of it changes only with a reason. */
async function changeEarlierMark(page: Page): Promise<void> {
  const before = new Date(Date.now() - 86_400_000);
  while ([5, 6].includes(before.getUTCDay())) before.setUTCDate(before.getUTCDate() - 1);
  await page.getByTestId('register-date').fill(before.toISOString().slice(0, 10));
  await openClass(page);
  const row = page.getByTestId('register-row').nth(2);
  const marked = await row.locator('[data-testid="register-mark-A"]').getAttribute('aria-checked');
  await row.getByTestId(marked === 'true' ? 'register-mark-P' : 'register-mark-A').click();
  await page.getByTestId('register-save').click();
  await page.getByTestId('register-reason').fill('طبيب الأسنان · Dentist');
}

const SHEET = [
  'Admission number,First name,Last name,First name (Arabic),Last name (Arabic),Grade,Birth date',
  'AL-7001,Noor,Al-Sulaiti,نور,السليطي,01,2019-03-14',
  'AL-7002,Yousef,Haddad,يوسف,حداد,01,2019-07-02',
  'AL-7003,Maha,Al-Emadi,مها,العمادي,09,2019-11-30',
].join('\n');

async function uploadSheet(page: Page): Promise<void> {
  await page.getByTestId('tab-sheet').click();
  const file = { name: 'new-pupils.csv', mimeType: 'text/csv', buffer: Buffer.from(`\ufeff${SHEET}`) };
  await page.locator('[data-testid="sheet-file"], input[type=file]').first().setInputFiles(file);
  await page.getByTestId('sheet-columns').waitFor();
}

/** The pictures in the order of the guide. */
export const PICTURES: GuidePicture[] = [
  { name: 'start-page', path: '/admin' },
  {
    name: 'search',
    path: '/admin',
    height: 520,
    act: async (page) => {
      await click('search-open')(page);
      await page.getByTestId('search-field').fill('محمد');
    },
  },
  { name: 'calendar-year', path: '/admin/calendar', act: click('wizard-again'), height: 420 },
  { name: 'calendar-bells', path: '/admin/calendar', act: openBells, height: 860 },
  {
    name: 'calendar-holidays',
    path: '/admin/calendar',
    height: 860,
    act: async (page) => {
      await openBells(page);
      await click('wizard-next')(page);
      await page.getByTestId('wizard-preview').waitFor();
    },
  },
  { name: 'calendar', path: '/admin/calendar' },
  {
    name: 'calendar-day',
    path: '/admin/calendar',
    height: 640,
    act: async (page) => {
      await click('calendar-add')(page);
      await page.getByTestId('day-kind').selectOption('half_day');
    },
  },
  { name: 'import-columns', path: '/admin/imports', act: uploadSheet, height: 860 },
  {
    name: 'import-checked',
    path: '/admin/imports',
    act: async (page) => {
      await uploadSheet(page);
      await page.getByTestId('sheet-check').click();
      await page.getByTestId('import-report').waitFor();
    },
  },
  { name: 'timetable', path: '/admin/timetable', height: 980 },
  {
    name: 'timetable-lesson',
    path: '/admin/timetable',
    height: 800,
    act: async (page) => {
      await page.locator('[data-testid^="lesson-"]').first().click();
      await page.getByTestId('lesson-from').waitFor();
    },
  },
  { name: 'timetable-cover', path: '/admin/timetable', act: openTab('tab-day', 'day-list'), height: 940 },
  { name: 'register', path: '/admin/register', act: openClass },
  { name: 'register-correction', path: '/admin/register', act: changeEarlierMark, height: 640 },
  {
    name: 'attendance-missing',
    path: '/admin/attendance',
    act: openTab('attendance-tab-missing', 'missing-list'),
    height: 520,
  },
  {
    name: 'attendance-excuses',
    path: '/admin/attendance',
    act: openTab('attendance-tab-excuses', 'excuse'),
    height: 560,
  },
  {
    name: 'attendance-warnings',
    path: '/admin/attendance',
    act: openTab('attendance-tab-warnings', 'warnings-list'),
    height: 560,
  },
  {
    name: 'attendance-charts',
    path: '/admin/attendance',
    act: openTab('attendance-tab-figures', 'heat-map'),
    height: 900,
  },
  { name: 'marks-grid', path: '/admin/marks', act: openMarks },
  {
    name: 'marks-formula',
    path: '/admin/marks',
    height: 640,
    act: async (page) => {
      await openMarks(page);
      await page.locator('[data-testid^="term-mark-"]:visible').first().click();
    },
  },
  {
    name: 'marks-assessment',
    path: '/admin/marks',
    height: 640,
    act: async (page) => {
      await openMarks(page);
      await click('add-assessment')(page);
    },
  },
  {
    name: 'marks-overview',
    path: '/admin/marks',
    act: openTab('marks-tab-overview', 'marks-overview'),
    height: 640,
  },
  { name: 'marks-approval', path: '/admin/marks', act: openHandedIn, height: 640 },
  {
    name: 'marks-publication',
    path: '/admin/marks',
    height: 700,
    act: async (page) => {
      await openTab('marks-tab-overview', 'marks-overview')(page);
      await page.getByTestId('publish-selected').click();
      await page.locator('[data-testid="publication-confirm"]:enabled').waitFor();
    },
  },
  { name: 'report-cards', path: '/admin/report-cards', act: openTab('report-tab-cards', 'select-all') },
  {
    name: 'report-comments',
    path: '/admin/report-cards',
    act: openTab('report-tab-comments', 'comment-row'),
    height: 640,
  },
  {
    name: 'report-bank',
    path: '/admin/report-cards',
    act: openTab('report-tab-bank', 'bank-sentence'),
    height: 560,
  },
  { name: 'report-published', path: '/admin/report-cards', act: openPublished },
  { name: 'report-papers', path: '/admin/report-cards', act: openTab('report-tab-papers', 'paper-pupil') },
  {
    name: 'year-end',
    path: '/admin/year-end',
    height: 1000,
    act: showPreview,
  },
  { name: 'year-end-committed', path: '/admin/year-end', act: commitYear, after: undoYear },
  { name: 'exports', path: '/admin/imports', act: click('tab-export') },
];
