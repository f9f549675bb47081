import type pg from 'pg';

/** Everything that messages of the payment provider and the clock can change of a school's billing. */
const TABLES = [
  'subscriptions',
  'subscription_movements',
  'billing_invoices',
  'billing_invoice_lines',
  'billing_payments',
  'billing_credit_notes',
  'billing_counters',
  'billing_intents',
  'billing_notices',
  'stripe_inbox',
  'usage_marks',
  'outbox',
  'tenants',
];

/** Keeps what billing's tables hold now; the answer puts them back to it, past triggers and references. */
export async function rememberBilling(admin: pg.Pool): Promise<() => Promise<void>> {
  await admin.query('create schema remembered');
  for (const table of TABLES) await admin.query(`create table remembered.${table} as table public.${table}`);
  return async () => {
    const client = await admin.connect();
    try {
      await client.query('begin');
      await client.query("set local session_replication_role = 'replica'");
      for (const table of TABLES) {
        await client.query(`delete from public.${table}`);
        await client.query(`insert into public.${table} overriding system value table remembered.${table}`);
      }
      await client.query('commit');
    } finally {
      client.release();
    }
  };
}
