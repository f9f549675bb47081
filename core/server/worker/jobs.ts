import type { Payload } from 'payload';
import {
  anchorReceipts,
  expireReplays,
  purgeInstalls,
  stripeTransfers,
  tickPartnerShares,
  tickRollouts,
  tickSchedules,
} from '../../../marketplace/worker.ts';
import { dnsResolver, recheckDomains } from '../../administration/index.ts';
import { remindOfRegisters } from '../../attendance/worker.ts';
import { applyBooks, billingNow, takeSnapshots } from '../../billing/index.ts';
import { runMeteringHour, tickUsage, watchEntitlements } from '../../billing/worker.ts';
import { remindOfInvoices } from '../../finance/worker.ts';
import { openQueue, runEvent, startQueueWorker, startRelay } from '../../jobs/index.ts';
import { addressesOf, type Settings } from '../../kernel/index.ts';
import type { Logger } from '../../observability/index.ts';
import { archiveOldRows } from '../../school/worker.ts';
import { openStorage } from '../../storage/index.ts';
import { openReplicas, poolOf } from '../../tenancy/index.ts';
import { turnYears } from '../../year-end/index.ts';
import { asApplication } from '../database/app-address.ts';
import { partitionCheck, tendPartitions } from '../database/year-partitions.ts';
import { knownMigrationUrl } from '../embedded/environment.ts';
import type { ReadinessCheck } from '../web/health.ts';
import { openBilling } from './billing-work.ts';
import { startClock } from './clock.ts';
import { createHandlers } from './handlers.ts';
import { openInstallStore } from './open-install-store.ts';
import { openPluginHost } from './open-plugin-host.ts';

export type JobsOptions = {
  settings: Settings;
  payload: Payload;
  logger: Logger;
  /** all: relay and handlers here. worker: relay to BullMQ and consumers here. none: only the readiness check. */
  role: 'all' | 'worker' | 'none';
};

export type Jobs = { checks: ReadinessCheck[]; stop: () => Promise<void> };

/** Starts what this process does in the background and returns how to stop it in order. */
export async function startJobs(options: JobsOptions): Promise<Jobs> {
  const { settings, payload, logger, role } = options;
  const pool = poolOf(payload);
  const stops: (() => Promise<void>)[] = [];
  const checks: ReadinessCheck[] = [];
  const queue = settings.REDIS_URL ? openQueue(settings.REDIS_URL, logger) : undefined;
  if (queue) {
    checks.push(async () => {
      await queue.ping();
      return { name: 'redis', ok: true, detail: {} };
    });
  }
  checks.push(partitionCheck(pool));
  if (settings.DATABASE_REPLICA_URLS !== undefined) {
    const application = process.env.DAFTAR_APP_DATABASE_URL ?? '';
    stops.push(
      openReplicas({
        urls: addressesOf(settings.DATABASE_REPLICA_URLS).map((url) => asApplication(url, application)),
        seconds: settings.DATABASE_REPLICA_SECONDS,
        max: settings.DATABASE_POOL_MAX,
      }),
    );
  }
  const entitlements = watchEntitlements({ pool, logger });
  const plugins = await openPluginHost({ settings, payload, logger });
  checks.push(plugins.check);
  if (role !== 'none') {
    const store = openInstallStore(pool, openStorage(settings));
    const { supervisor } = plugins.host;
    const billing = openBilling({ pool, logger, settings });
    const transfers = stripeTransfers(billing.stripe);
    const work = createHandlers({ settings, payload, logger, plugins: plugins.host, billing });
    const run = async (id: string) => {
      await runEvent(id, { pool, handlers: work.handlers, logger });
    };
    if (queue && settings.REDIS_URL) {
      const consumer = startQueueWorker({ redisUrl: settings.REDIS_URL, logger, run });
      const relay = startRelay({ pool, logger, dispatch: (id) => queue.add(id), concurrency: 20 });
      stops.push(relay.stop, consumer.close);
    } else {
      stops.push(startRelay({ pool, logger, dispatch: run }).stop);
    }
    stops.push(
      startClock(
        [
          { name: 'anchor-receipts', everySeconds: 3600, run: () => anchorReceipts(pool) },
          { name: 'expire-replays', everySeconds: 3600, run: () => expireReplays(pool) },
          {
            name: 'add-on-rollouts',
            everySeconds: 60,
            run: () => tickRollouts({ pool, supervisor, store, logger }),
          },
          { name: 'add-on-deletions', everySeconds: 900, run: () => purgeInstalls({ pool, store, logger }) },
          {
            name: 'recheck-domains',
            everySeconds: 3600,
            run: () => recheckDomains(pool, dnsResolver(settings.DNS_SERVER), logger),
          },
          { name: 'invoice-reminders', everySeconds: 900, run: () => remindOfInvoices(pool, logger) },
          { name: 'register-reminders', everySeconds: 300, run: () => remindOfRegisters(pool, logger) },
          {
            name: 'partner-shares',
            everySeconds: 60,
            run: () => tickPartnerShares({ pool, transfers, logger }, billingNow()),
          },
          { name: 'apply-price-books', everySeconds: 30, run: () => applyBooks(pool, billingNow()) },
          {
            name: 'day-snapshots',
            everySeconds: 300,
            run: () => takeSnapshots({ pool, now: billingNow(), logger }),
          },
          {
            name: 'usage-alerts',
            everySeconds: 900,
            run: () => tickUsage({ pool, logger, now: billingNow() }),
          },
          {
            name: 'compare-usage',
            everySeconds: 3600,
            run: () => runMeteringHour({ pool, sink: billing.sink, settlement: billing.settlement, logger }),
          },
          {
            name: 'year-partitions',
            everySeconds: 3600,
            run: async () =>
              tendPartitions({ pool, logger, migrationUrl: await knownMigrationUrl(settings) }),
          },
          { name: 'archive-old-rows', everySeconds: 3600, run: () => archiveOldRows({ pool, logger }) },
          { name: 'turn-years', everySeconds: 900, run: () => turnYears(pool, logger) },
          { name: 'plugin-schedules', everySeconds: 15, run: () => tickSchedules(pool, logger) },
          ...billing.jobs,
        ],
        logger,
      ).stop,
    );
    stops.push(work.stop);
  }
  stops.push(plugins.close, entitlements.stop);
  return {
    checks,
    stop: async () => {
      for (const stop of stops) await stop();
      await queue?.close();
    },
  };
}
