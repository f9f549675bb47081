import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PriceBook, PriceBookDraft } from '../../core/billing/index.ts';
import { addRealmUser } from '../support/index.ts';
import { type BillingKit, billingKit, paidInvoice } from './kit.ts';
import { type BilledTestSchool, type BillingWorld, createBillingWorld } from './world.ts';

const begins = '2026-04-01T00:00:00Z';
const may = '2026-05-01T00:00:00Z';
const days = (count: number, from: string) =>
  Array.from({ length: count }, (_, index) =>
    new Date(Date.parse(from) + (index + 1) * 86_400_000).toISOString(),
  );

describe('what the highest day of a month costs', () => {
  let world: BillingWorld;
  let kit: BillingKit;
  let busy: BilledTestSchool;
  let archive: BilledTestSchool;
  let lateRush: BilledTestSchool;
  let ending: BilledTestSchool;
  const base = (cents: number): [string, number] => ['base', cents];

  // April, day by day; at the end of each the worker counts.
  beforeAll(async () => {
    world = await createBillingWorld();
    kit = billingKit(world);
    busy = await kit.addSchool('busy', { begins, students: 1_990, timeZone: 'UTC' });
    archive = await kit.addSchool('archive', { begins });
    lateRush = await kit.addSchool('late-rush', { begins, students: 1_990, timeZone: 'UTC' });
    ending = await kit.addSchool('ending', { begins, students: 2_340 });
    const all = [busy, archive, lateRush, ending];
    await kit.moveTo(begins, all);
    for (const at of days(29, begins)) {
      await kit.dayWork(at);
      if (at.startsWith('2026-04-10')) {
        await kit.holdStudents(busy, 2_340, '2026-04-10T08:00:00Z');
        await kit.holdBytes(archive, 57_200_000_000, '2026-04-10T08:00:00Z');
        await (await kit.signIn(ending)).post('/api/plan/cancel', { cancel: true });
      }
      if (at.startsWith('2026-04-25')) await kit.holdStudents(busy, 1_995, '2026-04-25T08:00:00Z');
    }
    await kit.moveTo('2026-04-30T10:00:00Z', all);
    await kit.holdStudents(lateRush, 2_340, '2026-04-30T12:00:00Z');
    await kit.moveTo(may, all);
  }, 240_000);
  afterAll(() => world.close());

  it('billing S25: should charge the peak of 30 daily counts, 24,900 and 4,000, not their average or the last', async () => {
    const { rows } = await world.system.admin.query(
      `select active_students as students, count(*)::int as days from day_snapshots
        where tenant_id = $1 and day between '2026-04-01' and '2026-04-30' group by 1 order by min(day)`,
      [busy.id],
    );
    expect(rows).toEqual([
      { students: 1_990, days: 9 },
      { students: 2_340, days: 15 },
      { students: 1_995, days: 6 },
    ]);
    const invoices = await kit.invoicesOf(busy);
    expect(invoices).toEqual([
      paidInvoice('start', 24_900, [base(24_900)]),
      paidInvoice('period', 28_900, [base(24_900), ['student_overage', 4_000]]),
    ]);
    // Average 2,166, or pro rata of blocks: 26,900. Last day: 24,900.
    expect([26_900, 24_900]).not.toContain(invoices.at(-1)?.stripe.total);
  });

  it('should count the day that ends together with the month', async () => {
    expect((await kit.invoicesOf(lateRush)).at(-1)).toEqual(
      paidInvoice('period', 28_900, [base(24_900), ['student_overage', 4_000]]),
    );
  });

  it('billing S8a: should charge each started gigabyte above what is included, 8 x 500', async () => {
    expect(await kit.invoicesOf(archive)).toEqual([
      paidInvoice('start', 24_900, [base(24_900)]),
      paidInvoice('period', 28_900, [base(24_900), ['storage_overage', 4_000]]),
    ]);
  });

  it('should charge what was used until the end of a subscription, and no further month', async () => {
    expect(await world.subscription(ending)).toMatchObject({ status: 'cancelled', school: 'suspended' });
    expect(await kit.invoicesOf(ending)).toEqual([
      paidInvoice('start', 24_900, [base(24_900)]),
      paidInvoice('period', 4_000, [['student_overage', 4_000]]),
    ]);
    expect(await kit.stripeTotals(ending)).toEqual([24_900, 4_000]);
  });

  it('billing S8b: should count a gigabyte as a thousand million bytes, 8 above 100 and not none', {
    timeout: 240_000,
  }, async () => {
    await world.workAt('2026-05-10T00:00:00Z');
    const staff = await addRealmUser(world.system.payload, 'platform');
    const console_ = await world.system
      .at('console.daftar.test')
      .signIn(staff.email, staff.password, staff.totpSecret);
    const { content } = (await console_.get('/api/console/price-books/version?version=1')).json<PriceBook>();
    for (const plan of content.plans) if (plan.code === 'standard') plan.storageGb = 100;
    const path = '/api/console/price-books';
    const draft = (
      await console_.post(`${path}/draft/create`, { title: 'A hundred', version: 1 })
    ).json<PriceBookDraft>();
    const saved = (
      await console_.post(`${path}/draft/save`, {
        ...{ id: draft.id, revision: draft.revision, title: 'A hundred', note: '', content },
      })
    ).json<PriceBookDraft>();
    const answer = await console_.post(`${path}/publish`, { id: saved.id, revision: saved.revision });
    expect(answer.json()).toMatchObject({ version: 2 });
    const school = await kit.addSchool('gibibytes', { begins: '2026-06-01T00:00:00Z' });
    await kit.holdBytes(school, 107_374_182_400, '2026-05-20T00:00:00Z');
    for (const at of ['2026-06-01T00:00:00Z', '2026-07-01T00:00:00Z']) await kit.moveTo(at, [school]);
    expect(await kit.invoicesOf(school)).toEqual([
      paidInvoice('start', 24_900, [base(24_900)]),
      paidInvoice('period', 28_900, [base(24_900), ['storage_overage', 4_000]]),
    ]);
  });
});
