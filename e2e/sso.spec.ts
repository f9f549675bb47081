import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { type OidcServer, startOidcServer } from './identity-providers/oidc-server.ts';
import { type SamlServer, startSamlServer } from './identity-providers/saml-server.ts';
import { installation } from './playwright.config.ts';
import { type NewSchoolAnswer, runCommand } from './support/daftar-process.ts';
import { type HttpClient, httpClient } from './support/http-client.ts';

const SCREENS = path.join(import.meta.dirname, '../artifacts/screens');
const SUBDOMAIN = 'directory-test';
const host = `${SUBDOMAIN}.localhost:${installation.port}`;
const at = (place: string) => `http://${host}${place}`;

test.describe.configure({ mode: 'serial' });

let school: NewSchoolAnswer;
let api: HttpClient;
let oidc: OidcServer;
let saml: SamlServer;

test.beforeAll(async () => {
  school = await runCommand<NewSchoolAnswer>(installation, [
    ...['tenants', 'create', SUBDOMAIN, '--name', 'Al Noor School', '--name-ar', 'مدرسة النور'],
    ...['--plan', 'enterprise', '--admin-email', `head@${SUBDOMAIN}.example`, '--json'],
  ]);
  api = await httpClient(installation.port, host).signIn(school.adminEmail, school.adminPassword);
  oidc = await startOidcServer([at('/sso/entra/callback')]);
  saml = await startSamlServer(
    async () => (await httpClient(installation.port, host).get('/sso/adfs/metadata')).text,
  );
});

test.afterAll(async () => {
  await oidc?.close();
  await saml?.close();
});

const speak = (page: Page, language: 'en' | 'ar') =>
  page.context().addCookies([{ name: 'payload-lng', value: language, url: at('/') }]);
const shot = (page: Page, name: string, fullPage = true) =>
  page.screenshot({ path: path.join(SCREENS, `${name}.png`), fullPage });

async function withPassword(page: Page): Promise<void> {
  await page.goto(at('/admin/login'));
  await page.locator('#field-email').fill(school.adminEmail);
  await page.locator('#field-password').fill(school.adminPassword);
  await page.locator('form button[type=submit]').last().click();
  await page.waitForURL((url) => !url.pathname.endsWith('/login'));
}

async function addRules(page: Page): Promise<void> {
  const rules = [
    ['it-admins', 'admin'],
    ['teachers', 'teacher'],
  ];
  for (const [index, [group, role]] of rules.entries()) {
    await page.getByTestId('sso-rule-add').click();
    await page
      .getByTestId('sso-rule-value')
      .nth(index)
      .fill(group ?? '');
    await page
      .getByTestId('sso-rule-role')
      .nth(index)
      .selectOption(role ?? '');
  }
  await page.getByTestId('sso-trustedDomains').fill('alnoor.example');
}

/** Presses the button of the sign-in page and says at the provider who is there. */
async function throughProvider(page: Page, code: string, person: string): Promise<void> {
  await page.goto(at('/admin/login'));
  await page.getByTestId(`sso-choice-${code}`).click();
  await page.locator(`button[value="${person}"]`).click();
  await page.waitForURL((url) => url.host === host && url.pathname === '/admin');
  await expect(page.getByTestId('nav-school')).toBeVisible();
}

/** Asked by the page itself: the browser resolves names below localhost, Node need not. */
const whoIsIn = (page: Page) =>
  page.evaluate(async () => {
    const answer = (await (await fetch('/api/users/me')).json()) as { user: { email: string } | null };
    return answer.user?.email;
  });

test('should set up OpenID Connect, try it out, and let a person in from the sign-in page', async ({
  page,
  browser,
}) => {
  await speak(page, 'en');
  await withPassword(page);
  await page.goto(at('/admin/sso'));
  await expect(page.getByTestId('sso-none')).toBeVisible();
  await page.getByTestId('sso-add').click();
  await page.getByTestId('sso-name').fill('Microsoft Entra ID');
  await page.getByTestId('sso-code').fill('entra');
  await page.getByTestId('sso-issuer').fill(oidc.issuer);
  await page.getByTestId('sso-clientId').fill(oidc.clientId);
  await page.getByTestId('sso-clientSecret').fill(oidc.clientSecret);
  await addRules(page);
  await shot(page, 'sso-setup-en');
  await page.getByTestId('sso-save').click();
  await expect(page.getByTestId('sso-test')).toBeVisible();

  await page.getByTestId('sso-test').click();
  await page.locator('button[value="p-101"]').click();
  await expect(page.getByTestId('sso-test-result')).toContainText('It works');
  await expect(page.getByTestId('sso-test-result')).toContainText('adam@alnoor.example');
  await page.getByTestId('sso-enabled').click();
  await expect(page.getByTestId('sso-state')).toContainText('Switched on');
  await shot(page, 'sso-tested-en');
  // The test signed nobody in: it is still the administrator's session.
  expect(await whoIsIn(page)).toBe(school.adminEmail);

  const context = await browser.newContext();
  const other = await context.newPage();
  await speak(other, 'en');
  await other.goto(at('/admin/login'));
  await expect(other.getByTestId('sso-choice-entra')).toBeVisible();
  await shot(other, 'sso-sign-in-en', false);
  await throughProvider(other, 'entra', 'p-101');
  expect(await whoIsIn(other)).toBe('adam@alnoor.example');
  await shot(other, 'sso-inside-en', false);
  await context.close();
});

test('should set up SAML from pasted metadata and let a person in, in Arabic', async ({ page, browser }) => {
  await speak(page, 'ar');
  await withPassword(page);
  await page.goto(at('/admin/sso'));
  await page.getByTestId('sso-add').click();
  await page.getByTestId('sso-protocol-saml').click();
  await page.getByTestId('sso-name').fill('دليل المدرسة');
  await page.getByTestId('sso-code').fill('adfs');
  await page.getByTestId('sso-metadata').fill(saml.metadata);
  await expect(page.getByTestId('sso-issuer')).toHaveValue(saml.entityId);
  await expect(page.getByTestId('sso-entryPoint')).toHaveValue(saml.entryPoint);
  await addRules(page);
  await page.getByTestId('sso-save').click();
  await expect(page.getByTestId('sso-test')).toBeVisible();
  await page.getByTestId('sso-test').click();
  await page.locator('button[value="p-100"]').click();
  await expect(page.getByTestId('sso-test-result')).toContainText('mariam@alnoor.example');
  await page.getByTestId('sso-enabled').click();
  await expect(page.getByTestId('sso-state')).toContainText('مفعّل');
  await shot(page, 'sso-tested-ar');

  const context = await browser.newContext();
  const other = await context.newPage();
  await speak(other, 'ar');
  await other.goto(at('/admin/login'));
  await expect(other.getByTestId('sso-choice-adfs')).toBeVisible();
  await shot(other, 'sso-sign-in-ar', false);
  await throughProvider(other, 'adfs', 'p-100');
  expect(await whoIsIn(other)).toBe('mariam@alnoor.example');
  await shot(other, 'sso-inside-ar', false);
  await other.goto(at('/admin/sso'));
  await expect(other.getByRole('alert').first()).toContainText('sso.read');
  await context.close();
});

test('should say in both languages why a person is not let in', async ({ page }) => {
  await speak(page, 'en');
  await page.goto(at('/sso/entra/start'));
  await page.locator('button[value="p-102"]').click();
  await expect(page.locator('main')).toContainText('None of your groups has a role here');
  await expect(page.locator('main')).toContainText('لا يقابل');
  await shot(page, 'sso-refused-en', false);
  expect((await page.context().cookies()).map(({ name }) => name)).not.toContain('daftar');
});

test('should become the only way in once an emergency account is marked', async ({ page }) => {
  await speak(page, 'en');
  await withPassword(page);
  await page.goto(at('/admin/sso?connection=entra'));
  await page.getByTestId('sso-enforced').click();
  await expect(page.getByTestId('sso-problem')).toContainText('marked to keep it');
  const { docs } = (await api.get(`/api/users?where[email][equals]=${school.adminEmail}`)).json<{
    docs: { id: string }[];
  }>();
  const marked = await api.send('PATCH', `/api/users/${docs[0]?.id}`, { body: { breakGlass: true } });
  expect(marked.status, marked.text).toBe(200);
  await page.reload();
  await page.getByTestId('sso-enforced').click();
  await expect(page.getByTestId('sso-state')).toContainText('The only way in');
  await page.context().clearCookies();
  await speak(page, 'en');
  await page.goto(at('/admin/login'));
  await expect(page.getByTestId('sso-choices')).toContainText('emergency accounts');
  await shot(page, 'sso-only-way-en', false);
  await withPassword(page);
  expect(await whoIsIn(page)).toBe(school.adminEmail);
});
