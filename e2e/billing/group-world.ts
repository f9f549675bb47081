import { randomUUID } from 'node:crypto';
import { changeTerms, recordUsage } from '../../core/billing/index.ts';
import { asSystem, asTenant, inTransaction, TENANT_COLUMNS, tenantInfo } from '../../core/tenancy/index.ts';
import type { BilledTestSchool, BillingWorld } from './world.ts';

const staff = { kind: 'system' as const, label: 'test' };

export type TestGroup = {
  id: string;
  customerId: string;
  giveCard: (card?: string) => Promise<void>;
  turn: (hasOnePayer: boolean) => Promise<void>;
  /** Moves Stripe's time of the payer and of the schools, and does our work. */
  moveTo: (at: string, schools: BilledTestSchool[]) => Promise<void>;
  /** Those over something, oldest first. */
  invoices: () => Promise<{ state: string; total: number; stripe: number | null; paid: number }[]>;
};

/** A group of schools with a payer of its own at Stripe, living in virtual time. */
export async function addGroup(world: BillingWorld, from: string): Promise<TestGroup> {
  const { stripe, system } = world;
  const { rows } = await system.admin.query(
    `insert into school_groups (name, contact_email) values ($1, 'owner@group.example') returning id`,
    [`Group ${randomUUID().slice(0, 8)}`],
  );
  const id: string = rows[0].id;
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: Date.parse(from) / 1000 });
  const customer = await stripe.customers.create({ name: 'Owner', test_clock: clock.id });
  const turn = async (hasOnePayer: boolean) => {
    await system.admin.query(
      `insert into group_payers (group_id, has_one_payer, changed_by, changed_at, stripe_customer_id)
       values ($1, $2, 'test', now(), $3) on conflict (group_id) do update set has_one_payer = $2`,
      [id, hasOnePayer, customer.id],
    );
  };
  await turn(false);
  return {
    id,
    customerId: customer.id,
    turn,
    giveCard: async (card = 'pm_card_visa') => {
      const method = await stripe.paymentMethods.attach(card, { customer: customer.id });
      await stripe.customers.update(customer.id, {
        invoice_settings: { default_payment_method: method.id },
      });
    },
    moveTo: async (at, schools) => {
      await stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: Date.parse(at) / 1000 });
      while ((await stripe.testHelpers.testClocks.retrieve(clock.id)).status !== 'ready')
        await new Promise((resolve) => setTimeout(resolve, 5));
      await world.moveTo(at, schools);
    },
    invoices: async () =>
      (
        await system.admin.query(
          `select state, total_cents::int as total, stripe_total_cents::int as stripe, paid_cents::int as paid
             from billing_group_invoices where group_id = $1 and total_cents <> 0 order by created_at, total_cents desc`,
          [id],
        )
      ).rows,
  };
}

/**
 * Basic by the month, Standard by the month and Standard by the year in one group, active since `from` with their first month for
 * nothing: one month later they renew together, each with the discount of three.
 */
export async function addThreeSchools(
  world: BillingWorld,
  group: TestGroup,
  { from, prefix }: { from: string; prefix: string },
): Promise<[BilledTestSchool, BilledTestSchool, BilledTestSchool]> {
  const add = (name: string, plan: string) =>
    world.addSchool(`${prefix}-${name}`, { from, plan, state: 'active', group: group.id });
  const schools: [BilledTestSchool, BilledTestSchool, BilledTestSchool] = [
    await add('basic', 'basic'),
    await add('standard', 'standard'),
    await add('yearly', 'standard'),
  ];
  await world.workAt(from);
  const wanted = { cycle: 'yearly' as const };
  await changeTerms(world.system.pool, { tenantId: schools[2].id, wanted, actor: staff }, new Date(from));
  await world.workAt(from);
  return schools;
}

/** Writes usage of a school into its ledger, as the work of add-ons does. */
export async function useMeter(
  { system: { pool } }: BillingWorld,
  school: BilledTestSchool,
  usage: { meter: string; quantity: number; at: string },
): Promise<void> {
  const { rows } = await asSystem(() =>
    pool.query(`select t.id, ${TENANT_COLUMNS} from tenants t where t.id = $1`, [school.id]),
  );
  const { meter, quantity, at } = usage;
  const entry = { meter, source: 'test', eventId: randomUUID(), quantity, occurredAt: new Date(at) };
  await asTenant(tenantInfo(rows[0]), () => inTransaction(pool, (client) => recordUsage(client, entry)));
}

/** Counts a day of a school with so many students. */
export async function countDay(
  { system: { admin } }: BillingWorld,
  school: BilledTestSchool,
  { day, students, bytes = 0 }: { day: string; students: number; bytes?: number },
): Promise<void> {
  await admin.query(
    `insert into day_snapshots (tenant_id, day, ends_at, active_students, storage_bytes, taken_at)
     values ($1, $2::date, ($2::date + 1)::timestamp at time zone 'UTC', $3, $4, now())`,
    [school.id, day, students, bytes],
  );
}
