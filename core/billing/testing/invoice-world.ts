import { randomUUID } from 'node:crypto';
import {
  createTestSystem,
  type HttpClient,
  type TestSchool,
  type TestSystem,
} from '../../../e2e/support/index.ts';
import { asSystem, inTransaction, type Queryable } from '../../tenancy/index.ts';
import {
  draftInvoice,
  finaliseInvoice,
  type InvoiceOrder,
  type Period,
  type ReadInvoice,
  type SubscriptionTerms,
} from '../index.ts';

/** A month of 2026, counted from 1. */
export const month = (index: number): Period => ({
  start: new Date(Date.UTC(2026, index - 1, 1)),
  end: new Date(Date.UTC(2026, index, 1)),
});

/** Kinds and amounts of an invoice's lines. */
export const amounts = (invoice: ReadInvoice) =>
  invoice.lines.map(({ kind, amountCents }) => [kind, amountCents]);

/** The standard plan, monthly and alone, but for what is named. */
export const terms = (more: Partial<SubscriptionTerms> = {}): SubscriptionTerms => ({
  plan: 'standard',
  cycle: 'monthly',
  groupPercent: '0',
  addOns: [],
  ...more,
});

export type InvoiceWorld = Awaited<ReturnType<typeof openInvoiceWorld>>;

/** The product with schools that use things and are invoiced. */
export async function openInvoiceWorld() {
  const system: TestSystem = await createTestSystem();
  let schools = 0;
  const newSchool = () => {
    schools += 1;
    return system.addSchool(`pays${schools}`);
  };
  const asPlatform = <T>(work: (client: Queryable) => Promise<T>) =>
    asSystem(() => inTransaction(system.pool, work));
  const use = async ({ tenant }: TestSchool, quantity: number, at: string, meter = 'sms_parts') => {
    await system.admin.query(
      `insert into usage_events (tenant_id, meter, source, event_id, quantity, occurred_at) values ($1, $2, 'test', $3, $4, $5)`,
      [tenant.id, meter, randomUUID(), quantity, at],
    );
  };
  const holds = async ({ tenant }: TestSchool, students: number, bytes: number, endsAt: Date) => {
    await system.admin.query(
      `insert into day_snapshots (tenant_id, day, ends_at, active_students, storage_bytes, taken_at)
       values ($1, ($2::timestamptz - interval '1 day')::date, $2, $3, $4, $2)`,
      [tenant.id, endsAt, students, bytes],
    );
  };
  /** The invoice at the end of a month of 2026: its arrears and the next month. */
  const renewal = ({ tenant }: TestSchool, index: number, of = terms()): InvoiceOrder => ({
    tenantId: tenant.id,
    reason: 'period',
    period: month(index),
    arrears: { month: month(index), version: 1, segments: [{ version: 1, terms: of, period: month(index) }] },
    ahead: { version: 1, terms: of, base: month(index + 1), month: month(index + 1) },
  });
  const draft = (order: InvoiceOrder) =>
    asPlatform((client) => draftInvoice(client, order, order.period.end));
  const finalise = ({ tenant }: TestSchool, invoiceId: string, now: Date) =>
    asPlatform((client) => finaliseInvoice(client, { tenantId: tenant.id, invoiceId, now }));
  const finished = async (school: TestSchool, order: InvoiceOrder) => {
    const { id } = await draft(order);
    return { id, ...(await finalise(school, id, order.period.end)) };
  };
  const read = async (client: HttpClient, id: string) =>
    (await client.get(`/api/billing/invoice?id=${id}`)).json<ReadInvoice>();
  return { system, newSchool, asPlatform, use, holds, renewal, draft, finalise, finished, read };
}
