import { shipUsage, stripeClient, stripeSink } from '../../core/billing/worker.ts';
import { readSettings } from '../../core/kernel/index.ts';
import { createLogger } from '../../core/observability/index.ts';
import { ScopedPool } from '../../core/tenancy/index.ts';

/*
 * A sender as a process of its own, to be killed: it ships for ever and says when it begins. CLOCK is the moment that the test
 * began in its own time and in ours, and how fast its time goes.
 */
const settings = readSettings(process.env);
const [start = 0, begun = 0, speed = 1] = (process.env.CLOCK ?? '').split(',').map(Number);
const pool = new ScopedPool({ connectionString: process.env.DAFTAR_APP_DATABASE_URL, max: 6 });
const sink = stripeSink(stripeClient(settings));
const logger = createLogger('silent');
process.stdout.write('ready\n');
for (;;) {
  const now = new Date(start + (Date.now() - begun) * speed);
  // A database that is busy is no reason to end: the next round is another chance, as in the product.
  await shipUsage({ pool, sink, logger, now }).catch(() => undefined);
}
