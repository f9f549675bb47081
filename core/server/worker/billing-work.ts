import type pg from 'pg';
import { billingStates } from '../../administration/index.ts';
import { billingNow } from '../../billing/index.ts';
import {
  carryOutIntents,
  changeNotices,
  collectGroups,
  comparePlans,
  fetchMeterErrors,
  findLostWebhooks,
  followGroup,
  followOpenGroups,
  followProvider,
  freezePeriod,
  freezeUntil,
  handleInbox,
  handleMeterErrors,
  hearOfGroup,
  intentRunner,
  meetAgain,
  meetInvoice,
  PAYMENT_COLLECTED,
  PAYMENT_REVERSED,
  type PaymentProvider,
  prepareRenewals,
  type Settlement,
  sendNotices,
  settleAtStripe,
  stripeClient,
  stripeProvider,
  stripeSink,
  syncCatalogue,
  takeOverSchools,
  tickSchool,
  tickSubscriptions,
  type UsageSink,
} from '../../billing/worker.ts';
import type { EventHandler } from '../../jobs/index.ts';
import type { Settings } from '../../kernel/index.ts';
import type { Logger } from '../../observability/index.ts';
import type { ClockJob } from './clock.ts';

export type BillingMeans = { pool: pg.Pool; logger: Logger; settings: Settings };

/** One round of everything that billing does by the clock, in the order in which one causes the other. */
export type BillingRound = {
  handlers: EventHandler[];
  jobs: ClockJob[];
  /** Everything once at a moment, for tests with a time of their own. */
  runAt: (now: Date) => Promise<void>;
  provider: PaymentProvider;
  stripe: ReturnType<typeof stripeClient>;
  sink: UsageSink;
  /** What is done about usage of a month whose invoice is final. */
  settlement: Settlement;
};

/** The background work of subscriptions: the clock's steps, what the provider has to do and what it says. */
export function openBilling({ pool, logger, settings }: BillingMeans): BillingRound {
  const stripe = stripeClient(settings);
  const provider = stripeProvider(settings, stripe);
  const sink = stripeSink(stripe);
  const settlement = settleAtStripe;
  const schools = billingStates;
  const follow = (tenantId: string, now: Date) => followProvider({ pool, provider, schools }, tenantId, now);
  const carryOut = {
    ...{ pool, logger, provider, follow },
    settleUsage: (month: { tenantId: string; until: Date; now: Date }) =>
      freezeUntil({ pool, logger, sink, ...month }),
  };
  const ticking = { pool, logger, schools, askProvider: follow };
  const tick = (now: Date) => tickSubscriptions(ticking, now);
  type Month = { tenantId: string; start: Date; end: Date; now: Date };
  // Stripe bills what it counted of a school of its own; what it counted of a group's school is compared and not billed there.
  const freeze = ({ tenantId, start, end, now }: Month, by?: Settlement) =>
    freezePeriod({
      pool,
      logger,
      sink,
      tenantId,
      period: { start, end },
      now,
      ...(by ? { settlement: by } : {}),
    });
  const groups = {
    ...{ pool, logger, provider, follow },
    events: { collected: PAYMENT_COLLECTED, reversed: PAYMENT_REVERSED },
  };
  const collecting = {
    ...{ pool, logger, provider },
    freeze: (month: Month) => freeze(month),
    follow: (groupId: string, now: Date) => followGroup(groups, groupId, now),
  };
  const meeting = {
    pool,
    logger,
    provider,
    tickSchool: (tenantId: string, now: Date) => tickSchool(ticking, tenantId, now),
    freeze: (month: Month) => freeze(month, settlement),
  };
  const hearing = {
    ...{ pool, logger, provider, schools },
    groupHeard: (heard: Parameters<typeof hearOfGroup>[1]) => hearOfGroup(groups, heard),
    invoiceSeen: (seen: Parameters<typeof meetInvoice>[1]) => meetInvoice(meeting, seen),
    meterErrors: async ({ reportId, now }: { reportId: string; now: Date }) => {
      await handleMeterErrors(pool, await fetchMeterErrors(stripe, reportId), now);
    },
  };
  const inbox = (now: Date) => handleInbox(hearing, now);
  const again = (now: Date) => meetAgain(meeting, now);
  const renewals = (now: Date) => prepareRenewals(pool, now);
  const intents = (now: Date) => carryOutIntents(carryOut, now);
  const notices = (now: Date) => sendNotices({ pool, logger }, now);
  const job = (name: string, everySeconds: number, run: (now: Date) => Promise<unknown>): ClockJob => ({
    name,
    everySeconds,
    run: () => run(billingNow()),
  });
  return {
    ...{ provider, stripe, sink, settlement },
    handlers: [intentRunner(carryOut, billingNow), changeNotices({ pool, logger })],
    jobs: [
      job('price-catalogue', 3600, (now) => syncCatalogue(pool, provider, now)),
      job('webhook-inbox', 2, inbox),
      job('invoice-meetings', 10, again),
      job('lost-webhooks', 600, (now) => findLostWebhooks(pool, provider, now)),
      job('subscriptions', 15, tick),
      job('renewals', 600, renewals),
      job('billing-intents', 10, intents),
      job('group-payers', 60, (now) => takeOverSchools({ pool, logger }, now)),
      job('group-invoices', 60, (now) => collectGroups(collecting, now)),
      job('group-payments', 3600, (now) => followOpenGroups(groups, now)),
      job('billing-notices', 60, notices),
      job('best-price', 3600, (now) => comparePlans({ pool, logger }, now)),
    ],
    runAt: async (now) => {
      await inbox(now);
      await again(now);
      await tick(now);
      await takeOverSchools({ pool, logger }, now);
      await renewals(now);
      await intents(now);
      await collectGroups(collecting, now);
      await inbox(now);
      await notices(now);
      await comparePlans({ pool, logger }, now);
    },
  };
}
