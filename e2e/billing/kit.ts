import { changeGroup } from '../../core/administration/index.ts';
import {
  changeTerms,
  type InvoicePage,
  orderOnce,
  type ReadInvoice,
  setBillingClock,
  takeSnapshots,
  type WantedTerms,
} from '../../core/billing/index.ts';
import { tickUsage } from '../../core/billing/worker.ts';
import { type HttpClient, setActiveStudents } from '../support/index.ts';
import type { BilledTestSchool, BillingWorld } from './world.ts';

/** An invoice as the school reads it by REST, beside the same invoice as Stripe's SDK reads it. Cents; lines of zero are left out. */
export type SeenInvoice = {
  reason: string;
  state: string;
  total: number;
  paid: number;
  lines: [kind: string, cents: number][];
  stripe: { total: number; paid: number; lines: number[] };
};

/** What a school of a scenario is made with; the trial of 14 days ends at `begins`, with the first paid period. */
export type Scenario = {
  begins: string;
  plan?: string;
  cycle?: 'monthly' | 'yearly';
  students?: number;
  group?: string;
  setUp?: boolean;
  addOns?: { code: string; quantity: number }[];
  card?: string;
  timeZone?: string;
};

const TRIAL_MS = 14 * 86_400_000;
const actor = { kind: 'system' as const, label: 'test' };

export type BillingKit = ReturnType<typeof billingKit>;

/** Short words for scenarios: schools that will pay, time that passes for everybody, and invoices of both sides. */
export function billingKit(world: BillingWorld) {
  const { system, stripe } = world;
  const { pool, admin } = system;
  const clients = new Map<string, HttpClient>();

  const signIn = async ({ id, host, subdomain, adminPassword }: BilledTestSchool): Promise<HttpClient> => {
    const known = clients.get(id);
    if (known) return known;
    const client = await system.at(host).signIn(`admin@${subdomain}.example`, adminPassword);
    clients.set(id, client);
    return client;
  };
  /** What the worker does beside the billing round: the days that ended, and what is told of quotas and ceilings. */
  const dayWork = async (at: string) => {
    const now = new Date(at);
    setBillingClock(() => now);
    await takeSnapshots({ pool, now });
    await tickUsage({ pool, logger: system.logger, now });
  };
  /** Time passes; an invoice that waits for the last usage of its month is then met when it waits no more. */
  const moveTo = async (at: string, schools: BilledTestSchool[]) => {
    await world.moveTo(at, schools);
    await dayWork(at);
    const until = Date.parse(at) + 3_600_000;
    for (let next = await nextMeeting(at); next && next.getTime() <= until; next = await nextMeeting(at))
      await world.workAt(next.toISOString());
  };
  const nextMeeting = async (after: string): Promise<Date | undefined> => {
    const { rows } = await admin.query('select min(meet_at) as at from billing_invoices where meet_at > $1', [
      after,
    ]);
    return rows[0].at ?? undefined;
  };
  const stripeInvoice = async (id: string): Promise<SeenInvoice['stripe']> => {
    const { total, amount_paid, lines } = await stripe.invoices.retrieve(id);
    return {
      total,
      paid: amount_paid,
      lines: lines.data
        .map(({ amount, discount_amounts }) =>
          (discount_amounts ?? []).reduce((sum, discount) => sum - discount.amount, amount),
        )
        .filter((cents) => cents !== 0)
        .sort((one, other) => one - other),
    };
  };
  return {
    signIn,
    moveTo,
    dayWork,
    /** A group of one owner. */
    addGroup: async (name: string): Promise<string> =>
      (await admin.query('insert into school_groups (name) values ($1) returning id', [name])).rows[0].id,
    putIntoGroup: (school: BilledTestSchool, group: string | null) =>
      changeGroup(pool, { tenantId: school.id, group, actor }),
    change: (school: BilledTestSchool, wanted: WantedTerms, at: string) =>
      changeTerms(pool, { tenantId: school.id, wanted, actor }, new Date(at)),
    holdStudents: (school: BilledTestSchool, count: number, at: string) =>
      setActiveStudents(admin, school.id, count, new Date(at)),
    /** A school on its trial, with a card and what it wants from the end of the trial on. */
    addSchool: async (subdomain: string, scenario: Scenario): Promise<BilledTestSchool> => {
      const { begins, plan = 'standard', cycle, students, group, setUp, addOns, card, timeZone } = scenario;
      const from = new Date(Date.parse(begins) - TRIAL_MS);
      const school = await world.addSchool(subdomain, {
        from: from.toISOString(),
        plan,
        ...(group ? { group } : {}),
      });
      if (timeZone)
        await admin.query('update tenants set time_zone = $2::enum_tenants_time_zone where id = $1', [
          school.id,
          timeZone,
        ]);
      await world.workAt(from.toISOString());
      await world.giveCard(school, card);
      const wanted = { ...(cycle ? { cycle } : {}), ...(addOns ? { addOns } : {}) };
      if (cycle ?? addOns) await changeTerms(pool, { tenantId: school.id, wanted, actor }, from);
      if (setUp) await orderOnce(pool, { tenantId: school.id, code: 'setup', actor }, from);
      if (students) await setActiveStudents(admin, school.id, students, from);
      await world.workAt(from.toISOString());
      return school;
    },
    /** A file of so many bytes that a plugin keeps for the school, as its row says. */
    holdBytes: async (school: BilledTestSchool, bytes: number, at: string) => {
      const install = await admin.query(
        `insert into plugin_installs (tenant_id, plugin_id, version_id) select $1, plugin_id, id from plugin_versions limit 1 returning id`,
        [school.id],
      );
      await admin.query(
        `insert into plugin_files (tenant_id, install_id, name, content_type, bytes, sha256, storage_key, state, created_at)
         values ($1, $2, 'archive.txt', 'text/plain', $3, '', '', 'stored', $4)`,
        [school.id, install.rows[0].id, bytes, at],
      );
    },
    /** The invoices of a school that ask for something, oldest first, as its own admin reads them, each beside Stripe's. */
    invoicesOf: async (school: BilledTestSchool): Promise<SeenInvoice[]> => {
      const client = await signIn(school);
      const seen: SeenInvoice[] = [];
      const { rows } = (await client.get('/api/billing/invoices')).json<InvoicePage>();
      // By their numbers: several are final at one moment of a test.
      const inOrder = rows.sort((one, other) => (one.number ?? '').localeCompare(other.number ?? ''));
      for (const { id } of inOrder) {
        const invoice = (await client.get(`/api/billing/invoice?id=${id}`)).json<ReadInvoice>();
        if (invoice.totalCents === 0) continue;
        seen.push({
          reason: invoice.reason,
          state: invoice.state,
          total: invoice.totalCents,
          paid: invoice.paidCents,
          lines: invoice.lines.map(({ kind, amountCents }) => [kind, amountCents]),
          stripe: await stripeInvoice(invoice.stripeInvoiceId ?? ''),
        });
      }
      return seen;
    },
    /** The periods that Stripe charged a plan for, oldest first. */
    stripePeriods: async ({ customerId }: BilledTestSchool): Promise<string[][]> => {
      const periods: string[][] = [];
      for await (const { lines } of stripe.invoices.list({ customer: customerId, limit: 100 }))
        for (const { amount, period } of lines.data)
          if (amount > 0)
            periods.unshift([period.start, period.end].map((at) => new Date(at * 1000).toISOString()));
      return periods;
    },
    /** What Stripe holds of a customer: every invoice that asks for something, oldest first. */
    stripeTotals: async ({ customerId }: BilledTestSchool): Promise<number[]> => {
      const totals: number[] = [];
      for await (const { total } of stripe.invoices.list({ customer: customerId, limit: 100 }))
        if (total !== 0) totals.unshift(total);
      return totals;
    },
  };
}

/** An invoice that both sides made of the same lines and that was paid in full. */
export function paidInvoice(
  reason: string,
  total: number,
  lines: [kind: string, cents: number][],
  stripeLines: number[] = lines.map(([, cents]) => cents).sort((one, other) => one - other),
): SeenInvoice {
  return {
    ...{ reason, state: 'paid', total, paid: total, lines },
    stripe: { total, paid: total, lines: stripeLines },
  };
}
