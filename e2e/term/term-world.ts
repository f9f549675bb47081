import path from 'node:path';
import { type Browser, expect, type Page } from '@playwright/test';
import type { Language } from '../../core/kernel/index.ts';
import { installation } from '../playwright.config.ts';
import { createSchool, standInsOf } from '../support/daftar-process.ts';
import { readOutbox } from '../support/emulators.ts';
import { type HttpClient, httpClient } from '../support/http-client.ts';
import { until } from '../support/until.ts';
import { type TermDates, termDates } from './term-dates.ts';

const SCREENS = path.join(import.meta.dirname, '../../artifacts/screens');
const PASSWORD = 'seven quiet rivers and a boat';

/** Somebody who is signed in: their page in a browser of their own, and the same account over HTTP. */
export type Person = { page: Page; api: HttpClient };

/** A fresh school and who works in it, for one run in one language. */
export type TermWorld = {
  language: Language;
  dates: TermDates;
  office: Person;
  /** Makes an account for a record of the school, lets its owner choose a password by the mail, and signs in. */
  invite: (role: 'teacher' | 'guardian', record: string) => Promise<Person>;
  open: (page: Page, address: string) => Promise<void>;
  shoot: (page: Page, name: string) => Promise<void>;
  /** The answer to a GET of the office. */
  read: <T>(question: string) => Promise<T>;
  /** Id of a record that the package brought, by the value of a field. */
  idOf: (collection: string, field: string, value: string) => Promise<string>;
};

export type Docs<T> = { docs: T[]; totalDocs: number };

/** Makes a school with one administrator and signs in. */
export async function openWorld(browser: Browser, language: Language): Promise<TermWorld> {
  const subdomain = `term-${language}-${Date.now().toString(36)}`;
  const school = await createSchool(installation, subdomain, ['Doha Bay School', 'مدرسة خليج الدوحة']);
  const host = `${subdomain}.localhost:${installation.port}`;
  const anonymous = httpClient(installation.port, host);

  const signIn = async (email: string, password: string, invitation?: string): Promise<Person> => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: language });
    await context.addCookies([{ name: 'payload-lng', value: language, url: `http://${host}` }]);
    const page = await context.newPage();
    if (invitation !== undefined) {
      await page.goto(invitation);
      await page.locator('#field-new-password').fill(password);
      await page.locator('form button[type=submit]').click();
      await page.locator('a[href="/admin/login"]').click();
    } else await page.goto(`http://${host}/admin/login`);
    await page.locator('#field-email').fill(email);
    await page.locator('#field-password').fill(password);
    await page.locator('form button[type=submit]').click();
    await page.waitForURL((url) => !url.pathname.endsWith('/login'));
    await expect(page.locator('html')).toHaveAttribute('dir', language === 'ar' ? /^rtl$/i : /^ltr$/i);
    return { page, api: await anonymous.signIn(email, password) };
  };

  const office = await signIn(school.adminEmail, school.adminPassword);
  const read = async <T>(question: string): Promise<T> => {
    const answer = await office.api.get(question);
    expect(answer.status, `${question}: ${answer.text.slice(0, 500)}`).toBe(200);
    return answer.json<T>();
  };
  const idOf: TermWorld['idOf'] = async (collection, field, value) => {
    const query = new URLSearchParams({ [`where[${field}][equals]`]: value, depth: '0' });
    const { docs } = await read<Docs<{ id: string }>>(`/api/${collection}?${query}`);
    expect(docs, `${collection} with ${field} ${value}`).toHaveLength(1);
    return docs[0]?.id ?? '';
  };
  return {
    language,
    dates: termDates(Date.now()),
    office,
    read,
    idOf,
    invite: async (role, record) => {
      const email = `${role}@${subdomain}.example`;
      const made = await office.api.post('/api/users', {
        email,
        displayName: role,
        language,
        role: await idOf('roles', 'code', role),
        [role]: record,
      });
      expect(made.status, made.text).toBe(201);
      const link = await until('the invitation came by mail', async () => {
        const { mail } = await readOutbox(standInsOf(installation).messages, email);
        return /http\S+\/admin\/set-password#invite=[\w-]+/.exec(mail[0]?.text ?? '')?.[0];
      });
      return signIn(email, PASSWORD, link);
    },
    open: async (page, address) => {
      await page.goto(`http://${host}/admin/${address}`);
    },
    shoot: async (page, name) => {
      await page.screenshot({ path: path.join(SCREENS, `term-${name}-${language}.png`), fullPage: true });
    },
  };
}
