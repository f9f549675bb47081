import type pg from 'pg';
import { billingStates } from '../../administration/index.ts';
import { billingNow } from '../../billing/index.ts';
import {
  carryOutIntents,
  changeNotices,
  fetchMeterErrors,
  findLostWebhooks,
  followProvider,
  freezePeriod,
  handleInbox,
  handleMeterErrors,
  intentRunner,
  markCeilings,
  meetInvoice,
  type PaymentProvider,
  prepareRenewals,
  sendNotices,
  stripeClient,
  stripeProvider,
  stripeSink,
  syncCatalogue,
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
};

/** The background work of subscriptions: the clock's steps, what the provider has to do and what it says. */
export function openBilling({ pool, logger, settings }: BillingMeans): BillingRound {
  const stripe = stripeClient(settings);
  const provider = stripeProvider(settings, stripe);
  const sink = stripeSink(stripe);
  const schools = billingStates;
  const follow = (tenantId: string, now: Date) => followProvider({ pool, provider, schools }, tenantId, now);
  const carryOut = { pool, logger, provider, follow };
  const ticking = { pool, logger, schools, askProvider: follow };
  const tick = (now: Date) => tickSubscriptions(ticking, now);
  const meeting = {
    pool,
    logger,
    provider,
    tickSchool: (tenantId: string, now: Date) => tickSchool(ticking, tenantId, now),
    freeze: ({ tenantId, start, end, now }: { tenantId: string; start: Date; end: Date; now: Date }) =>
      freezePeriod({ pool, logger, sink, tenantId, period: { start, end }, now }),
  };
  const hearing = {
    ...{ pool, logger, provider, schools },
    invoiceSeen: (seen: Parameters<typeof meetInvoice>[1]) => meetInvoice(meeting, seen),
    meterErrors: async ({ reportId, now }: { reportId: string; now: Date }) => {
      await handleMeterErrors(pool, await fetchMeterErrors(stripe, reportId), now);
    },
  };
  const inbox = (now: Date) => handleInbox(hearing, now);
  const renewals = (now: Date) => prepareRenewals(pool, now);
  const intents = (now: Date) => carryOutIntents(carryOut, now);
  const notices = (now: Date) => sendNotices({ pool, logger }, now);
  const job = (name: string, everySeconds: number, run: (now: Date) => Promise<unknown>): ClockJob => ({
    name,
    everySeconds,
    run: () => run(billingNow()),
  });
  return {
    ...{ provider, stripe, sink },
    handlers: [intentRunner(carryOut, billingNow), changeNotices({ pool, logger })],
    jobs: [
      job('price-catalogue', 3600, (now) => syncCatalogue(pool, provider, now)),
      job('webhook-inbox', 2, inbox),
      job('lost-webhooks', 600, (now) => findLostWebhooks(pool, provider, now)),
      job('subscriptions', 15, tick),
      job('renewals', 600, renewals),
      job('billing-intents', 10, intents),
      job('billing-notices', 60, notices),
      job('plan-ceilings', 3600, (now) => markCeilings(pool, now)),
    ],
    runAt: async (now) => {
      await inbox(now);
      await tick(now);
      await renewals(now);
      await markCeilings(pool, now);
      await intents(now);
      await inbox(now);
      await notices(now);
    },
  };
}
