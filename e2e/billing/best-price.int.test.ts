import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeTerms, type PlanPage } from '../../core/billing/index.ts';
import { MAIL_SEAL } from '../../core/communication/services/queue-mail.ts';
import { keyring, unseal } from '../../core/kernel/index.ts';
import { countDay } from './group-world.ts';
import { type BilledTestSchool, type BillingWorld, createBillingWorld } from './world.ts';

const GB = 1_000_000_000;
const actor = { kind: 'system' as const, label: 'test' };

describe('the notice that another plan would have been cheaper', () => {
  let world: BillingWorld;
  const add = async (subdomain: string, plan: string) => {
    const school = await world.addSchool(subdomain, { from: '2026-01-18T00:00:00Z', plan });
    await world.giveCard(school);
    return school;
  };
  const notices = async (school: BilledTestSchool) =>
    (
      await world.system.admin.query(
        `select key, recipients from billing_notices where tenant_id = $1 and kind = 'cheaper_plan' order by key`,
        [school.id],
      )
    ).rows;
  const checks = async (school: BilledTestSchool) =>
    (
      await world.system.admin.query(
        `select cents::int, better_plan as plan, better_cents::int as better from best_price_checks
          where tenant_id = $1 order by period_start`,
        [school.id],
      )
    ).rows;
  const page = async ({ host, subdomain, adminPassword }: BilledTestSchool) => {
    const person = await world.system.at(host).signIn(`admin@${subdomain}.example`, adminPassword);
    return (await person.get('/api/plan')).json<PlanPage>();
  };
  const mails = async (school: BilledTestSchool) => {
    const { rows } = await world.system.admin.query(
      "select payload ->> 'sealed' as sealed from outbox where type = 'mail.requested' order by created_at",
    );
    return rows
      .map((row) => unseal(keyring().current, MAIL_SEAL, row.sealed))
      .filter((mail) => mail.includes(`admin@${school.subdomain}.example`));
  };

  beforeAll(async () => {
    world = await createBillingWorld();
  });
  afterAll(() => world.close());

  it('billing best price: should tell a school once a period, with both amounts, and never of a plan above its ceiling', {
    timeout: 180_000,
  }, async () => {
    // 9,900 + 1,000 for a block of students + 35 GB at 500 = 28,400; Standard holds all of it for 24,900.
    const files = await add('files', 'basic');
    // 24,900; Basic: 9,900 + 2 blocks = 11,900.
    const small = await add('small', 'standard');
    // One student more, and Basic is no offer: its ceiling is 700.
    const middle = await add('middle', 'standard');
    // 28,900 with either: nothing is cheaper.
    const large = await add('large', 'standard');
    const trial = await world.addSchool('trial', { from: '2026-02-20T00:00:00Z', plan: 'standard' });
    await world.system.admin.query("update tenants set locale = 'ar' where id = $1", [small.id]);
    const schools = [files, small, middle, large];
    await world.workAt('2026-01-18T00:00:00Z');
    await world.moveTo('2026-02-01T00:00:00Z', schools);
    await world.moveTo('2026-02-01T02:00:00Z', schools);
    await countDay(world, files, { day: '2026-02-10', students: 600, bytes: 45 * GB });
    await countDay(world, small, { day: '2026-02-10', students: 700 });
    await countDay(world, middle, { day: '2026-02-10', students: 701 });
    await countDay(world, large, { day: '2026-02-10', students: 2_340 });
    await world.moveTo('2026-02-28T23:59:59Z', schools);
    for (const school of schools) expect(await checks(school)).toEqual([]);
    await world.moveTo('2026-03-01T00:00:00Z', schools);
    await world.moveTo('2026-03-01T02:00:00Z', schools);
    expect(await checks(files)).toEqual([{ cents: 28_400, plan: 'standard', better: 24_900 }]);
    expect(await checks(small)).toEqual([{ cents: 24_900, plan: 'basic', better: 11_900 }]);
    expect(await checks(middle)).toEqual([{ cents: 24_900, plan: null, better: null }]);
    expect(await checks(large)).toEqual([{ cents: 28_900, plan: null, better: null }]);
    // The amount that the school was charged for it, and no other.
    expect((await world.invoices(files)).map(({ total }) => total)).toEqual([9_900, 9_900 + 18_500]);
    const told = [{ key: '2026-02-01T00:00:00.000Z', recipients: 1 }];
    expect([await notices(files), await notices(small)]).toEqual([told, told]);
    for (const school of [middle, large, trial]) expect(await notices(school)).toEqual([]);

    const [own, neighbour] = [await page(files), await page(middle)];
    expect(own.bestPrice).toMatchObject({
      plan: 'basic',
      cents: 28_400,
      betterPlan: 'standard',
      betterCents: 24_900,
      students: 600,
    });
    expect(neighbour.bestPrice).toBeUndefined();
    expect(
      (await mails(files)).some((mail) => mail.includes('USD 284.00') && mail.includes('USD 249.00')),
    ).toBe(true);
    expect((await mails(small)).some((mail) => mail.includes('119.00 دولار'))).toBe(true);
    expect((await mails(middle)).some((mail) => mail.includes('cheaper'))).toBe(false);

    // A plan that was changed inside of the period leaves nothing to compare, and the notice of the last one is gone.
    const change = { tenantId: files.id, wanted: { plan: 'standard' }, actor };
    await changeTerms(world.system.pool, change, new Date('2026-03-16T00:00:00Z'));
    await world.moveTo('2026-03-16T00:00:00Z', schools);
    await countDay(world, small, { day: '2026-03-10', students: 2_340 });
    await world.moveTo('2026-04-01T00:00:00Z', schools);
    await world.moveTo('2026-04-01T02:00:00Z', schools);
    expect(await notices(files)).toEqual(told);
    expect(await notices(small)).toEqual(told);
    expect((await page(files)).bestPrice).toBeUndefined();
    expect((await page(small)).bestPrice).toBeUndefined();
  });
});
