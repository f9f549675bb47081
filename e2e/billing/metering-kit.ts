import { randomUUID } from 'node:crypto';
import type Stripe from 'stripe';
import { recordUsageBatch } from '../../core/billing/index.ts';
import { runMeteringHour, shipUsage, stripeEventName, type UsageSink } from '../../core/billing/worker.ts';
import { smsDelivery, twilioProvider } from '../../core/communication/worker.ts';
import { runEvent } from '../../core/jobs/index.ts';
import { createHostCall } from '../../core/sandbox/capabilities/registry.ts';
import { contextOf } from '../../core/sandbox/capabilities/testing/install.ts';
import { createCapabilities } from '../../core/sandbox/index.ts';
import {
  asSystem,
  asTenant,
  inTransaction,
  requireTenant,
  TENANT_COLUMNS,
  tenantInfo,
} from '../../core/tenancy/index.ts';
import type { BilledTestSchool, BillingWorld } from './world.ts';

export const SMS = 'sms_parts';
export const AI = 'ai_predictions';
export const REPORTS = 'report_renders';

/** Runs work in the scope of a school. */
export async function inSchool<T>(
  world: BillingWorld,
  { id }: BilledTestSchool,
  work: () => Promise<T>,
): Promise<T> {
  const { rows } = await world.system.admin.query(
    `select t.id, ${TENANT_COLUMNS} from tenants t where t.id = $1`,
    [id],
  );
  return asTenant(tenantInfo(rows[0]), work);
}

/** A school whose trial ended on February 1, 2026, with its first month paid. */
export async function payingSchool(
  world: BillingWorld,
  subdomain: string,
  { plan = 'standard', card = 'pm_card_visa' } = {},
): Promise<BilledTestSchool> {
  const school = await world.addSchool(subdomain, { from: '2026-01-18T00:00:00Z', plan });
  await world.workAt('2026-01-18T00:00:00Z');
  await world.giveCard(school, card);
  await world.moveTo('2026-02-01T00:00:00Z', [school]);
  await world.moveTo('2026-02-01T02:00:00Z', [school]);
  return school;
}

/** Records so many events of one unit each, all at a moment, in one transaction. */
export function recordOnes(
  world: BillingWorld,
  school: BilledTestSchool,
  { count, at, meter = SMS }: { count: number; at: string; meter?: string },
): Promise<number> {
  const occurredAt = new Date(at);
  const entries = Array.from({ length: count }, () => ({
    ...{ meter, source: 'test', quantity: 1, occurredAt },
    eventId: randomUUID(),
  }));
  return inSchool(world, school, () =>
    inTransaction(world.system.pool, (client) => recordUsageBatch(client, entries)),
  );
}

/** What the sender's clock does, at a moment; `through` replaces parts of the way to Stripe. */
export function ship(
  world: BillingWorld,
  at: string,
  { through = {}, ...options }: { through?: Partial<UsageSink>; tenantId?: string } = {},
): Promise<number> {
  const { pool, logger } = world.system;
  return shipUsage({
    ...{ pool, logger, now: new Date(at) },
    ...options,
    sink: { ...world.billing.sink, ...through },
  });
}

/** What metering's hour does, at a moment. */
export function meteringHour(world: BillingWorld, at: string) {
  const { pool, logger } = world.system;
  const { sink, settlement } = world.billing;
  return runMeteringHour({ pool, logger, sink, settlement, now: new Date(at) });
}

/** Ends a month: Stripe makes its draft, both are met, usage that comes late has its time, both are final and paid. */
export async function endMonth(world: BillingWorld, end: string, schools: BilledTestSchool[]): Promise<void> {
  const after = (minutes: number) => new Date(Date.parse(end) + minutes * 60_000).toISOString();
  for (const minutes of [0, 46, 120]) await world.moveTo(after(minutes), schools);
}

export type OwnLine = { kind: string; code: string; cents: number; quantity: number; from: string };

/** The newest invoice of a school with its lines, and Stripe's beside it. */
export async function newestInvoice(world: BillingWorld, { id }: BilledTestSchool) {
  const { rows } = await world.system.admin.query(
    `select i.id, i.number, i.state, i.total_cents::int as total, i.stripe_total_cents::int as "stripeTotal", i.stripe_invoice_id as "stripeId",
            i.paid_cents::int as paid, i.credited_cents::int as credited,
            (select jsonb_agg(jsonb_build_object('kind', l.kind, 'code', l.code, 'cents', l.amount_cents, 'quantity', l.quantity,
               'from', to_char(l.period_start at time zone 'UTC', 'YYYY-MM-DD')) order by l.position)
               from billing_invoice_lines l where l.tenant_id = i.tenant_id and l.invoice_id = i.id) as lines
       from billing_invoices i where i.tenant_id = $1 order by i.created_at desc, i.period_start desc limit 1`,
    [id],
  );
  const ours = rows[0];
  const stripe: Stripe.Invoice = await world.stripe.invoices.retrieve(ours.stripeId);
  const lines = ours.lines as OwnLine[];
  return {
    ...{ ours, stripe, lines },
    metered: lines.filter(({ kind }) => kind === 'metered').map(({ code, cents }) => [code, cents]),
    /** State and total of ours, status and total of Stripe's. */
    both: [ours.state, ours.total, stripe.status, stripe.total] as const,
    stripeCents: stripe.lines.data.map(({ amount }) => amount),
  };
}

/** What Stripe counted of a meter in a range of whole minutes. */
export function atStripe(
  world: BillingWorld,
  { customerId }: BilledTestSchool,
  { from, until, meter = SMS }: { from: string; until: string; meter?: string },
): Promise<number> {
  return world.billing.sink.total({ meter, customerId, from: new Date(from), until: new Date(until) });
}

/** An event past our sender, as a hand or a second system would make it. */
export async function sendForeign(
  world: BillingWorld,
  { customerId }: BilledTestSchool,
  { value, at, identifier = randomUUID() }: { value: number; at: string; identifier?: string },
): Promise<void> {
  await world.stripe.billing.meterEvents.create({
    event_name: stripeEventName(SMS),
    identifier,
    timestamp: Math.floor(Date.parse(at) / 1000),
    payload: { stripe_customer_id: customerId, value: String(value) },
  });
}

/** One number about a school, past the wall; $1 is the school. */
export async function count(world: BillingWorld, { id }: BilledTestSchool, sql: string): Promise<number> {
  return Number((await world.system.admin.query(sql, [id])).rows[0].n);
}

export const LEDGER = 'select coalesce(sum(quantity), 0) as n from usage_events where tenant_id = $1';

/** The alarms of a school that nobody and nothing resolved. */
export async function alarms(world: BillingWorld, { id }: BilledTestSchool): Promise<string[]> {
  return asSystem(async () => {
    const { rows } = await world.system.pool.query(
      'select kind from usage_alarms where tenant_id = $1 and resolved_at is null order by raised_at, kind',
      [id],
    );
    return rows.map(({ kind }) => kind as string);
  });
}

/** An add-on of the school asks for one text message to a guardian, through the host's side of its call. Answers its id. */
export async function queueMessage(
  world: BillingWorld,
  school: BilledTestSchool,
  guardianId: string,
): Promise<{ messageId: string } | { code: string }> {
  return inSchool(world, school, async () => {
    const call = createHostCall({
      capabilities: createCapabilities({ pool: world.system.pool }),
      context: contextOf({ tenant: requireTenant() }, randomUUID(), {
        grants: [{ capability: 'sms.send', purpose: 'absence' }],
      }),
    });
    const message = { guardianId, body: 'Hello', language: 'en', idempotencyKey: randomUUID() };
    const answer = await call('sms.send', message);
    return answer.ok ? (answer.value as { messageId: string }) : { code: answer.code };
  });
}

/** Delivers a queued message through the provider's emulator, as the worker does. */
export async function deliverMessage(
  world: BillingWorld,
  message: { messageId: string } | { code: string },
): Promise<void> {
  if (!('messageId' in message)) throw new Error(`The message was refused: ${message.code}.`);
  const { messageId } = message;
  const { pool, logger, settings, admin } = world.system;
  const { rows } = await admin.query("select id from outbox where payload ->> 'notificationId' = $1", [
    messageId,
  ]);
  const handlers = [smsDelivery({ pool, logger, provider: twilioProvider(settings) })];
  await runEvent(String(rows[0].id), { pool, logger, handlers });
}
