import { type PriceBookContent, setBillingClock } from '../../core/billing/index.ts';
import { asSystem } from '../../core/tenancy/index.ts';
import { linkPublisher, type Statement } from '../../marketplace/index.ts';
import { publishTestPlugin } from '../../marketplace/testing/receipts-kit.ts';
import { stripeTransfers, tickPartnerShares } from '../../marketplace/worker.ts';
import { addRealmUser, BASE_DOMAIN } from '../support/index.ts';
import { installAs } from '../support/publish-plugin.ts';
import { adminOf, answered, staffOf } from './people.ts';
import type { BilledTestSchool, BillingWorld } from './world.ts';

export const PARTNER_PLUGIN = 'qa.acme.helper';

export type SoldLine = {
  kind: string;
  code: string;
  cents: number;
  transfers: { sent: number; reversed: number }[];
};

export type PartnerKit = {
  /** Where the partner's money goes at Stripe. */
  account: string;
  /** A school installs the partner's plugin and takes its add-ons into its plan, both over REST; `cents` is what it agreed to. */
  buy: (school: BilledTestSchool, at: string, codes: string[], cents: number) => Promise<void>;
  /** One round of partners' shares at a moment. */
  share: (at: string) => Promise<void>;
  /** The lines of the school's invoices that belong to the partner, with what Stripe holds for each. */
  sold: (school: BilledTestSchool) => Promise<SoldLine[]>;
  /** How the partner's right to the school's lines moved, fact by fact: kind, right, by how much. */
  entries: (school: BilledTestSchool) => Promise<[kind: string, right: number, moved: number][]>;
  /** What the partner reads of a month. */
  statement: (month: string) => Promise<Statement>;
};

const ADD_ONS = [
  { code: 'acme_helper', cents: 1_900 },
  { code: 'acme_tutor', cents: 1_999 },
];

/**
 * A partner with 70 % of two add-ons (1,900 and 1,999 a month) and of a meter: a published plugin, a version of the price book,
 * agreements and an account at Stripe, all made as staff make them, at the beginning of 2026.
 */
export async function openPartner(world: BillingWorld): Promise<PartnerKit> {
  const { system, billing, stripe } = world;
  setBillingClock(() => new Date('2026-01-02T00:00:00Z'));
  await publishTestPlugin(system, { id: PARTNER_PLUGIN, body: 'return 1;', publisher: 'acme' });
  const staff = await staffOf(world);
  const made = await answered<{ id: string; revision: number; content: PriceBookContent }>(
    staff.post('/api/console/price-books/draft/create', { title: 'Add-ons of a partner', version: 1 }),
  );
  const addOns = ADD_ONS.map(({ code, cents }) => ({
    ...{ code, cents, kind: 'monthly' as const, features: [], storageGb: 0, inMrr: true },
    name: { en: code, ar: code },
  }));
  const content = { ...made.content, addOns: [...made.content.addOns, ...addOns] };
  const saved = await answered<{ id: string; revision: number }>(
    staff.post('/api/console/price-books/draft/save', {
      ...{ id: made.id, revision: made.revision, title: 'Add-ons of a partner', note: '', content },
    }),
  );
  const { id, revision } = saved;
  await answered(staff.post('/api/console/price-books/publish', { id, revision }));
  for (const code of [...ADD_ONS.map((addOn) => addOn.code), 'ai_predictions'])
    await answered(
      staff.post('/api/console/partners/agree', {
        ...{ publisherId: 'acme', code, sharePercent: '70', validFrom: '2026-01-02T00:00:00Z' },
      }),
    );
  const account = await accountOf(world);
  await answered(staff.post('/api/console/partners/account', { publisherId: 'acme', account }));
  const user = await addRealmUser(system.payload, 'partner');
  await asSystem(() => linkPublisher(system.pool, { userId: user.id, publisherId: 'acme' }));
  const partner = await system
    .at(`partners.${BASE_DOMAIN}`)
    .signIn(user.email, user.password, user.totpSecret);
  const transfers = stripeTransfers(billing.stripe);
  return {
    account,
    buy: async (school, at, codes, cents) => {
      setBillingClock(() => new Date(at));
      const admin = await adminOf(world, school);
      await installAs(admin, PARTNER_PLUGIN);
      const wanted = { addOns: codes.map((code) => ({ code, quantity: 1 })) };
      const shown = await answered<{ chargedNowCents: number }>(admin.post('/api/plan/preview', wanted));
      if (shown.chargedNowCents !== cents)
        throw new Error(`The page showed ${shown.chargedNowCents} cents instead of ${cents}.`);
      await answered(admin.post('/api/plan/change', { ...wanted, expectedCents: cents }));
      await world.workAt(at);
    },
    share: async (at) => {
      const { pool, logger } = system;
      await tickPartnerShares({ pool, logger, transfers }, new Date(at));
    },
    sold: async ({ id: tenantId }) => {
      const { rows } = await system.admin.query(
        `select l.id, l.kind, l.code, l.amount_cents::int as cents
           from billing_invoice_lines l join billing_invoices i on i.id = l.invoice_id
          where l.tenant_id = $1 and l.code = any($2) and l.amount_cents > 0 order by i.created_at, l.position`,
        [tenantId, [...ADD_ONS.map(({ code }) => code), 'ai_predictions']],
      );
      const all: { line: string | undefined; sent: number; reversed: number }[] = [];
      for await (const { metadata, amount, amount_reversed } of stripe.transfers.list({
        destination: account,
        limit: 100,
      }))
        all.unshift({ line: metadata.line, sent: amount, reversed: amount_reversed });
      return rows.map(({ id: lineId, ...line }) => ({
        ...line,
        transfers: all
          .filter(({ line: of }) => of === lineId)
          .map(({ sent, reversed }) => ({ sent, reversed })),
      }));
    },
    entries: async ({ id: tenantId }) => {
      const { rows } = await system.admin.query(
        `select fact_kind, right_cents::int as right_cents, amount_cents::int as moved
           from partner_entries where tenant_id = $1 order by sequence`,
        [tenantId],
      );
      return rows.map(({ fact_kind, right_cents, moved }) => [fact_kind, right_cents, moved]);
    },
    statement: (month) => answered<Statement>(partner.get(`/api/partner/statement?month=${month}`)),
  };
}

// A real account must have been through Stripe's questions before money can be sent to it.
async function accountOf({ stripe }: BillingWorld): Promise<string> {
  const known = process.env.STRIPE_TEST_CONNECTED_ACCOUNT;
  if (known) return known;
  const capabilities = { transfers: { requested: true } };
  return (await stripe.accounts.create({ type: 'express', country: 'US', capabilities })).id;
}
