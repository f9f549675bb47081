import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addRealmUser,
  BASE_DOMAIN,
  createTestSystem,
  type HttpClient,
  type TestSchool,
  type TestSystem,
} from '../../e2e/support/index.ts';
import { addInvoice, addPayment, type TestInvoice, type TestLine } from './testing/add-invoice.ts';

const MARCH = { periodStart: new Date('2026-03-01T00:00:00Z'), periodEnd: new Date('2026-04-01T00:00:00Z') };
const AT = new Date('2026-04-01T00:00:05Z');
/** Where the pages go to be looked at; nowhere in an ordinary run. */
const KEPT = process.env.DAFTAR_KEEP_PDF;

const BASE: TestLine = {
  kind: 'base',
  code: 'standard',
  cents: 24_900,
  description: { en: 'Plan Standard, monthly', ar: 'الخطة القياسية، شهريًا' },
};
const OVERAGE: TestLine = {
  kind: 'student_overage',
  code: 'standard',
  cents: 4_000,
  quantity: '4',
  unitCents: '1000',
  description: { en: 'Students above the 2,000 included', ar: 'الطلاب فوق العدد المشمول (2,000)' },
  explanation: {
    exact: '4000',
    words: {
      en: '2,340 students at the peak of the month; 4 started blocks of 100 at USD 10.00.',
      ar: '2,340 طالبًا عند ذروة الشهر؛ 4 مجموعات من 100 بسعر 10.00 دولار.',
    },
  },
};
const SMS: TestLine = {
  kind: 'metered',
  code: 'sms_parts',
  cents: 998,
  quantity: '1331',
  unitCents: '0.75',
  description: { en: 'Text messages', ar: 'الرسائل النصية' },
  explanation: {
    exact: '998.25',
    words: { en: '1,331 × message part at USD 0.0075.', ar: '1,331 × جزء رسالة بسعر 0.0075 دولار.' },
  },
};

describe('invoices on paper', () => {
  let system: TestSystem;
  let school: TestSchool;
  let other: TestSchool;
  let admin: HttpClient;
  let staff: HttpClient;

  beforeAll(async () => {
    system = await createTestSystem({
      environment: {
        INVOICE_COMPANY_NAME: 'Daftar Systems LLC',
        INVOICE_COMPANY_NAME_AR: 'شركة دفتر للأنظمة ذ.م.م',
        INVOICE_COMPANY_ADDRESS: 'P.O. Box 22101 | West Bay, Doha, Qatar',
        INVOICE_COMPANY_ADDRESS_AR: 'ص.ب. 22101 | الخليج الغربي، الدوحة، قطر',
        INVOICE_TAX_NUMBER: '5001234567',
        INVOICE_PAYMENT_NOTE:
          'Bank transfer to IBAN QA58DOHB00001234567890ABCDEFG | Name the invoice number.',
        INVOICE_PAYMENT_NOTE_AR: 'حوالة بنكية إلى الحساب QA58DOHB00001234567890ABCDEFG | اذكر رقم الفاتورة.',
      },
    });
    school = await system.addSchool('alpha');
    other = await system.addSchool('beta');
    admin = await school.signIn(school.admin);
    const user = await addRealmUser(system.payload, 'platform');
    staff = await system.at(`console.${BASE_DOMAIN}`).signIn(user.email, user.password, user.totpSecret);
  });
  afterAll(() => system.close());

  const invoice = (lines: TestLine[], more: Partial<TestInvoice> = {}) =>
    addInvoice(system.admin, { tenantId: school.tenant.id, at: AT, lines, ...MARCH, ...more });

  /** The texts of a printed document in reading order, without marks of direction. */
  const paper = async (client: HttpClient, address: string, name: string) => {
    const answer = await client.get(`/api/billing/${address}/pdf`);
    expect(answer.status, answer.text.slice(0, 300)).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/pdf',
      'cache-control': 'private, no-store',
    });
    const bytes = answer.content;
    if (KEPT) {
      mkdirSync(KEPT, { recursive: true });
      writeFileSync(path.join(KEPT, `${name}.pdf`), bytes);
    }
    const document = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 });
    const texts: string[] = [];
    for (let page = 1; page <= document.numPages; page += 1) {
      const { items } = await (await document.getPage(page)).getTextContent();
      texts.push(...items.flatMap((item) => ('str' in item ? [item.str] : [])));
    }
    const pages = document.numPages;
    await document.loadingTask.destroy();
    return {
      pages,
      text: texts
        .join(' ')
        .replace(/[\u2066-\u2069]/g, '')
        .replace(/\s+/g, ' '),
    };
  };

  const stateOf = (id: string, change: string) =>
    system.admin.query(`update billing_invoices set ${change} where id = $1`, [id]);

  it('should print who, what, how it came about and what is to be paid, in both languages', async () => {
    const { id } = await invoice([BASE, OVERAGE, SMS]);
    const { pages, text } = await paper(admin, `invoices/${id}`, 'open');
    expect(pages).toBe(1);
    for (const part of [
      ...['Daftar Systems LLC', 'P.O. Box 22101', 'Tax number: 5001234567', 'School alpha', 'INV-TEST-'],
      ...[
        '2026-03-01 – 2026-04-01',
        'Open',
        'Plan Standard, monthly',
        '4 started blocks of 100',
        '1,331',
        '0.0075',
      ],
      ...['Exactly 9.9825 USD, rounded to the cent.', '9.98', 'USD 298.98', 'No tax is charged.', 'QA58DOHB'],
    ])
      expect(text).toContain(part);
    for (const part of ['فاتورة', 'مدرسة', 'الرسائل', 'المبلغ', 'المستحق'])
      expect(text.normalize('NFKC')).toContain(part);
  });

  it('should print tax, credits, payments and what remains', async () => {
    const taxed = await invoice(
      [
        BASE,
        {
          kind: 'tax',
          code: 'vat',
          cents: 0,
          description: { en: 'VAT 5 %', ar: 'ضريبة القيمة المضافة 5 %' },
        },
      ],
      { taxCents: 1_245 },
    );
    await stateOf(
      taxed.id,
      "state = 'paid', paid_cents = 25145, credited_cents = 1000, paid_at = '2026-04-03T08:00:00Z'",
    );
    const { text } = await paper(staff, `invoices/${taxed.id}`, 'paid-with-tax');
    for (const part of [
      ...[
        'Tax invoice',
        'VAT 5 %',
        'USD 12.45',
        'USD 261.45',
        'USD \u221210.00',
        'USD \u2212251.45',
        'USD 0.00',
      ],
      ...['Paid on', '2026-04-03'],
    ])
      expect(text).toContain(part);
    expect(text).not.toContain('IBAN');
    expect(text).not.toContain('No tax');
  });

  it('should print an invoice of nothing, and stamp one that is void', async () => {
    const empty = await invoice([]);
    expect((await paper(admin, `invoices/${empty.id}`, 'zero')).text).toContain(
      'nothing to pay for this period',
    );
    await stateOf(empty.id, "state = 'void'");
    expect((await paper(admin, `invoices/${empty.id}`, 'void')).text).toContain('VOID');
  });

  it('should print a hundred lines and names of any length and script', async () => {
    await system.admin.query('update tenants set name = $2, name_ar = $3 where id = $1', [
      school.tenant.id,
      'The Royal International Academy of Sciences, Arts and Letters of Greater Doha and Al Wakrah'.slice(
        0,
        120,
      ),
      'أكاديمية الدوحة الكبرى والوكرة الملكية الدولية للعلوم والفنون والآداب (فرع 10-A)',
    ]);
    const lines = Array.from({ length: 100 }, (_, index) => ({
      ...SMS,
      description: { en: `Late usage ${index} <#panic("x")>`, ar: `استخدام متأخر ${index} (الصف 10-A)` },
    }));
    const { id } = await invoice([BASE, ...lines]);
    const { pages, text } = await paper(admin, `invoices/${id}`, 'hundred-lines');
    expect(pages).toBeGreaterThan(4);
    for (const part of [
      'Late usage 99 <#panic("x")>',
      `1 / ${pages}`,
      `${pages} / ${pages}`,
      'Royal International',
    ])
      expect(text).toContain(part);
    expect(text.split('Unit price (USD)')).toHaveLength(pages + 1);
  });

  it('should be the same bytes each time', async () => {
    const { id } = await invoice([BASE, SMS]);
    const [first, second] = await Promise.all([1, 2].map(() => admin.get(`/api/billing/invoices/${id}/pdf`)));
    expect(first?.content.equals(second?.content ?? Buffer.alloc(0))).toBe(true);
  });

  it('should print a credit note', async () => {
    const { id } = await invoice([BASE]);
    await addPayment(system.admin, {
      ...{ tenantId: school.tenant.id, invoiceId: id, kind: 'payment', cents: 24_900, at: AT },
    });
    const { rows } = await system.admin.query(
      `insert into billing_credit_notes (tenant_id, invoice_id, number, amount_cents, reason, lines)
       values ($1, $2, 'CN-2026-000007', 1, 'Stripe counted one message less', $3) returning id`,
      [school.tenant.id, id, JSON.stringify([{ kind: 'base', code: 'standard', amountCents: 1 }])],
    );
    const { text } = await paper(admin, `credit-notes/${rows[0].id}`, 'credit-note');
    for (const part of [
      'Credit note',
      'CN-2026-000007',
      'INV-TEST-',
      'Plan Standard, monthly',
      'USD 0.01',
      'counted one message less',
    ])
      expect(text).toContain(part);
    const foreign = await other.signIn(other.admin);
    expect((await foreign.get(`/api/billing/credit-notes/${rows[0].id}/pdf`)).status).toBe(404);
  });

  it('should give a school its own invoices alone, and drafts to staff alone', async () => {
    const { id } = await invoice([BASE]);
    const draft = await invoice([BASE], { state: 'draft' });
    const foreign = await other.signIn(other.admin);
    const statusOf = async (client: HttpClient, invoiceId: string) =>
      (await client.get(`/api/billing/invoices/${invoiceId}/pdf`)).status;
    expect(await statusOf(foreign, id)).toBe(404);
    expect(await statusOf(admin, draft.id)).toBe(404);
    expect(await statusOf(admin, 'nothing')).toBe(404);
    expect((await paper(staff, `invoices/${draft.id}`, 'draft')).text).toContain('DRAFT');
    const teacher = await school.signIn(await school.addUser('teacher'));
    expect(await statusOf(teacher, id)).toBe(403);
    expect(await statusOf(school.anonymous, id)).toBe(401);
    const partner = await addRealmUser(system.payload, 'partner');
    const client = await system
      .at(`partners.${BASE_DOMAIN}`)
      .signIn(partner.email, partner.password, partner.totpSecret);
    expect(await statusOf(client, id)).toBe(403);
  });
});
