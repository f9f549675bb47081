import { expect } from '@playwright/test';
import { IMPORT_TEXTS } from '../../admin/views/imports/texts.ts';
import { rosterPackage } from './roster-package.ts';
import { PUPILS } from './roster-people.ts';
import type { Docs, TermWorld } from './term-world.ts';

/** The office brings the school in: the check changes nothing, the import brings everybody. */
export async function importRoster({ office, language, dates, read, open, shoot }: TermWorld): Promise<void> {
  const { page } = office;
  const texts = IMPORT_TEXTS[language];
  const pupils = async () => (await read<Docs<unknown>>('/api/students?limit=1')).totalDocs;
  await open(page, 'imports');
  await page.getByTestId('import-file').setInputFiles({
    name: 'doha-bay.zip',
    mimeType: 'application/zip',
    buffer: await rosterPackage(dates),
  });
  await expect(page.getByTestId('import-report')).toContainText(texts.headCheckWarnings);
  expect(await pupils()).toBe(0);
  await shoot(page, '1-import-check');
  await page.getByTestId('import-confirm').click();
  await expect(page.getByTestId('import-report')).toContainText(texts.headRealDone);
  await expect(page.getByTestId('import-counts')).toContainText(String(PUPILS.length));
  await expect(page.getByTestId('import-confirm')).toHaveCount(0);
  await shoot(page, '1-import-done');
  expect(await pupils()).toBe(PUPILS.length);
  const marks = await read<Docs<unknown>>('/api/exam-results?limit=1');
  expect(marks.totalDocs).toBe(12 + 12 + 10);
}
