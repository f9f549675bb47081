import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stateSentence } from '../../admin/views/plan/show.ts';
import { PLAN_TEXTS } from '../../admin/views/plan/texts.ts';
import type { PlanPage } from '../../core/billing/index.ts';
import { MAIL_SEAL } from '../../core/communication/services/queue-mail.ts';
import { keyring, unseal } from '../../core/kernel/index.ts';
import { type BilledTestSchool, type BillingWorld, createBillingWorld } from './world.ts';

type Mail = { to: string; text: string };

describe('the instant of a suspension, told so that nobody has to guess midnight of where', () => {
  let world: BillingWorld;
  let dubai: BilledTestSchool;
  let doha: BilledTestSchool;

  beforeAll(async () => {
    world = await createBillingWorld();
    dubai = await world.addSchool('ten-b', { from: '2026-01-18T00:00:00Z' });
    doha = await world.addSchool('ten-b-paid', { from: '2026-01-18T00:00:00Z' });
    await world.system.admin.query(
      "update tenants set time_zone = 'Asia/Dubai', locale = 'ar' where id = $1",
      [dubai.id],
    );
    await world.workAt('2026-01-18T00:00:00Z');
    for (const school of [dubai, doha]) await world.giveCard(school);
    await world.moveTo('2026-02-01T00:00:00Z', [dubai, doha]);
    await world.moveTo('2026-02-02T00:00:00Z', [dubai, doha]);
    await world.giveCard(dubai, 'pm_card_chargeCustomerFail');
    await world.moveTo('2026-03-01T00:00:00Z', [dubai, doha]);
    await world.moveTo('2026-03-01T02:00:00Z', [dubai, doha]);
  });
  afterAll(() => world.close());

  const pageOf = async ({ host, subdomain, adminPassword }: BilledTestSchool) => {
    const admin = await world.system.at(host).signIn(`admin@${subdomain}.example`, adminPassword);
    return (await admin.get('/api/plan')).json<PlanPage>();
  };
  const mailsOf = async ({ subdomain }: BilledTestSchool): Promise<string[]> => {
    const { rows } = await world.system.admin.query(
      "select payload ->> 'sealed' as sealed from outbox where type = 'mail.requested' order by created_at",
    );
    return rows
      .map(({ sealed }) => JSON.parse(unseal(keyring().current, MAIL_SEAL, sealed)) as Mail)
      .filter(({ to }) => to === `admin@${subdomain}.example`)
      .map(({ text }) => text);
  };

  it('billing S10b: should show the suspension in the school’s own zone, on its page and in its mail, and to no other school', {
    timeout: 180_000,
  }, async () => {
    const page = await pageOf(dubai);
    expect([page.status, page.timeZone, page.graceEndsAt]).toEqual([
      'past_due',
      'Asia/Dubai',
      '2026-03-08T00:00:00.000Z',
    ]);
    for (const language of ['en', 'ar'] as const)
      expect(stateSentence(page, PLAN_TEXTS[language])?.values.until).toBe('2026-03-08 04:00:00 UTC+04:00');
    const mail = (await mailsOf(dubai)).find((text) => /8 مارس 2026/.test(text));
    expect(mail).toMatch(/4:00:00/);
    expect(mail).toContain('غرينتش+4');
    expect((await pageOf(doha)).status).toBe('active');
    expect((await mailsOf(doha)).filter((text) => /8 March 2026|8 مارس 2026/.test(text))).toEqual([]);
  });

  it('billing S10b: should not suspend at midnight of the school, but when seven days are over', {
    timeout: 180_000,
  }, async () => {
    await world.moveTo('2026-03-07T20:00:00Z', [dubai, doha]);
    expect((await pageOf(dubai)).status).toBe('past_due');
    await world.moveTo('2026-03-07T23:59:59Z', [dubai, doha]);
    expect((await pageOf(dubai)).status).toBe('past_due');
    await world.moveTo('2026-03-08T00:00:00Z', [dubai, doha]);
    expect([(await pageOf(dubai)).status, (await pageOf(doha)).status]).toEqual(['suspended', 'active']);
  });
});
