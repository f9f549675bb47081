import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addRealmUser,
  BASE_DOMAIN,
  createTestSystem,
  type HttpClient,
  type TestSystem,
} from '../../e2e/support/index.ts';
import { setBillingClock } from './index.ts';
import { FIRST_VERSION } from './services/price-book/first-version.ts';
import type { SchoolEffect, SimulationPiece } from './services/sales/simulation/types.ts';

const SCHOOLS = 1000;
const NOW = new Date('2026-11-15T12:00:00Z');

describe('a simulation over a thousand schools', () => {
  let system: TestSystem;
  let staff: HttpClient;

  beforeAll(async () => {
    system = await createTestSystem();
    setBillingClock(() => NOW);
    const { email, password, totpSecret } = await addRealmUser(system.payload, 'platform');
    staff = await system.at(`console.${BASE_DOMAIN}`).signIn(email, password, totpSecret);
    // Years of days and messages, written past the product: what is measured is reading them.
    await system.admin.query(
      `with plan as (select id from plans where code = 'basic'),
            schools as (insert into tenants (name, subdomain, plan_id, status)
                        select 'School ' || n, 'size-' || n, plan.id, 'active' from plan, generate_series(1, $1) n returning id, plan_id)
       insert into subscriptions (tenant_id, plan_id, status, billing_cycle, starts_at, price_book_version, group_percent)
       select id, plan_id, 'active', 'monthly', '2025-01-01T00:00:00Z', 1, '0' from schools`,
      [SCHOOLS],
    );
    await system.admin.query(
      `insert into day_snapshots (tenant_id, day, ends_at, active_students, storage_bytes, taken_at)
       select t.id, d::date, d + interval '1 day', 501, 0, d from tenants t,
              generate_series('2025-11-01T00:00:00Z'::timestamptz, '2026-10-31T00:00:00Z', '1 day') d
        where t.subdomain like 'size-%'`,
    );
    await system.admin.query(
      `insert into usage_events (tenant_id, meter, source, event_id, quantity, occurred_at)
       select t.id, m, 'size', m || d::date || n, 10, d + n * interval '1 minute'
         from tenants t, unnest(array['sms_parts', 'ai_predictions', 'report_renders']) m,
              generate_series('2025-11-01T00:00:00Z'::timestamptz, '2026-10-31T00:00:00Z', '1 month') d, generate_series(1, 10) n
        where t.subdomain like 'size-%'`,
    );
    await system.admin.query('analyze day_snapshots, usage_events, subscriptions, tenants');
  }, 300_000);
  afterAll(async () => {
    setBillingClock(undefined);
    await system.close();
  });

  it('should count every school once and every month of it, well within a minute', {
    timeout: 180_000,
  }, async () => {
    const draft = structuredClone(FIRST_VERSION);
    for (const plan of draft.plans) if (plan.code === 'basic') plan.monthly = 10_900;
    const started = performance.now();
    const effects: SchoolEffect[] = [];
    let after: string | null = null;
    do {
      const answer = await staff.post('/api/console/price-book/simulate', {
        draft,
        ...(after ? { after } : {}),
      });
      expect(answer.status).toBe(200);
      const piece = answer.json<SimulationPiece>();
      expect(piece.total).toBe(SCHOOLS);
      effects.push(...piece.effects);
      after = piece.next;
    } while (after !== null);
    const seconds = (performance.now() - started) / 1000;
    process.stdout.write(`simulating ${SCHOOLS} schools took ${seconds.toFixed(1)} s\n`);
    expect(new Set(effects.map(({ tenantId }) => tenantId)).size).toBe(SCHOOLS);
    // A block of students, 100 messages at 0.75, 100 predictions at 0.2 and 100 reports at 5 cents in each month.
    const month = 9_900 + 1_000 + 75 + 20 + 500;
    for (const effect of effects)
      expect(effect).toMatchObject({
        months: 12,
        before: 12 * month,
        after: 12 * (month + 1_000),
        problem: null,
      });
    expect(seconds).toBeLessThan(60);
  });
});
