import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  changeTerms,
  createDraft,
  previewChange,
  publishDraft,
  saveDraft,
} from '../../core/billing/index.ts';
import { asSystem } from '../../core/tenancy/index.ts';
import { type BilledTestSchool, type BillingWorld, createBillingWorld } from './world.ts';

const actor = { kind: 'system' as const, label: 'test' };

describe('tax, once a version of the price book asks for it', () => {
  let world: BillingWorld;
  let one: BilledTestSchool;
  let other: BilledTestSchool;

  beforeAll(async () => {
    world = await createBillingWorld();
    one = await world.addSchool('taxed', { from: '2026-03-18T00:00:00Z', plan: 'basic' });
    other = await world.addSchool('taxed-other', { from: '2026-03-25T00:00:00Z', plan: 'standard' });
    await world.workAt('2026-03-25T00:00:00Z');
    for (const school of [one, other]) await world.giveCard(school);
  });
  afterAll(() => world.close());

  const publishTax = async (at: string) => {
    const { pool } = world.system;
    const editor = { actor, now: new Date(at) };
    await asSystem(async () => {
      const draft = await createDraft(pool, { title: 'With tax', version: 1 }, editor);
      const content = structuredClone(draft.content);
      content.tax = { percent: '5', name: { en: 'VAT', ar: 'ضريبة القيمة المضافة' } };
      const saved = await saveDraft(pool, { ...draft, content }, editor);
      await publishDraft(pool, { id: saved.id, revision: saved.revision, validFrom: editor.now }, editor);
    });
  };
  const invoiceOf = async (school: BilledTestSchool) => {
    const { rows } = await world.system.admin.query(
      `select i.subtotal_cents::int as subtotal, i.tax_cents::int as tax, i.total_cents::int as total,
              i.stripe_total_cents::int as stripe, i.paid_cents::int as paid, i.state,
              (select json_agg(json_build_array(l.kind, l.amount_cents, l.tax_cents) order by l.position)
                 from billing_invoice_lines l where l.invoice_id = i.id) as lines
         from billing_invoices i where i.tenant_id = $1 order by i.created_at desc limit 1`,
      [school.id],
    );
    return rows[0];
  };

  it('should not tax what was agreed before, and tax from the renewal on as Stripe does', {
    timeout: 180_000,
  }, async () => {
    await world.moveTo('2026-04-01T00:00:00Z', [one]);
    await world.moveTo('2026-04-10T00:00:00Z', [one, other]);
    await publishTax('2026-04-10T00:00:00Z');
    await world.moveTo('2026-04-20T00:00:00Z', [one, other]);
    expect(await invoiceOf(one)).toMatchObject({ tax: 0, total: 9_900, stripe: 9_900, paid: 9_900 });
    await world.moveTo('2026-04-30T06:00:00Z', [one, other]);
    await world.moveTo('2026-05-01T00:00:00Z', [one, other]);
    await world.moveTo('2026-05-01T02:00:00Z', [one, other]);
    expect(await invoiceOf(one)).toEqual({
      subtotal: 9_900,
      tax: 495,
      total: 10_395,
      stripe: 10_395,
      paid: 10_395,
      state: 'paid',
      lines: [
        ['base', 9_900, 495],
        ['tax', 495, 0],
      ],
    });
  });

  it('should show and charge the tax of a change, rounded on each of its lines', {
    timeout: 180_000,
  }, async () => {
    // Half of the 31 days are left: -4,950 and 12,450 with -247.5 and 622.5 of tax.
    const at = new Date('2026-05-16T12:00:00Z');
    for (const day of ['2026-05-07T06:00:00Z', '2026-05-08T02:00:00Z', at.toISOString()])
      await world.moveTo(day, [one, other]);
    const shown = await asSystem(() => previewChange(world.system.pool, one.id, { plan: 'standard' }, at));
    expect(shown.chargedNowCents).toBe(7_875);
    await changeTerms(
      world.system.pool,
      { tenantId: one.id, wanted: { plan: 'standard' }, actor, expectedCents: 7_875 },
      at,
    );
    await world.workAt(at.toISOString());
    expect(await invoiceOf(one)).toEqual({
      subtotal: 7_500,
      tax: 375,
      total: 7_875,
      stripe: 7_875,
      paid: 7_875,
      state: 'paid',
      lines: [
        ['proration_credit', -4_950, -248],
        ['proration_charge', 12_450, 623],
        ['tax', 375, 0],
      ],
    });
  });

  it('should tax another school at its own renewal, and show each school its own', {
    timeout: 180_000,
  }, async () => {
    expect(await invoiceOf(other)).toMatchObject({
      subtotal: 24_900,
      tax: 1_245,
      total: 26_145,
      stripe: 26_145,
    });
    const admin = await world.system
      .at(other.host)
      .signIn(`admin@${other.subdomain}.example`, other.adminPassword);
    const { rows: docs } = (await admin.get('/api/billing/invoices')).json<{
      rows: { id: string; totalCents: number; taxCents: number }[];
    }>();
    expect(docs.map(({ totalCents, taxCents }) => [totalCents, taxCents])).toContainEqual([26_145, 1_245]);
    expect(docs.map(({ totalCents }) => totalCents)).not.toContain(7_875);
    const newest = docs.find(({ totalCents }) => totalCents === 26_145);
    const read = (await admin.get(`/api/billing/invoice?id=${newest?.id}`)).json<{
      lines: { kind: string; taxCents: number }[];
    }>();
    expect(read.lines.map(({ kind, taxCents }) => [kind, taxCents])).toEqual([
      ['base', 1_245],
      ['tax', 0],
    ]);
  });
});
