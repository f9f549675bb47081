import { shipUsage, stripeClient, stripeSink, type UsageSink } from '../../core/billing/worker.ts';
import type { Settings } from '../../core/kernel/index.ts';
import type { Logger } from '../../core/observability/index.ts';
import { ScopedPool } from '../../core/tenancy/index.ts';

/*
 * A sender as a process of its own, to be killed: it ships for ever and says when it begins, and when it sends first. CLOCK is the moment that the test
 * began in its own time and in ours, and how fast its time goes. It imports little, because it is started 200 times.
 */
const [start = 0, begun = 0, speed = 1] = (process.env.CLOCK ?? '').split(',').map(Number);
const pool = new ScopedPool({ connectionString: process.env.DAFTAR_APP_DATABASE_URL, max: 6 });
const stripe = stripeSink(stripeClient(process.env as unknown as Settings));
let isSending = false;
const sink: UsageSink = {
  ...stripe,
  send: (event) => {
    if (!isSending) process.stdout.write('sending\n');
    isSending = true;
    return stripe.send(event);
  },
};
const silent = { warn: () => undefined, error: () => undefined } as unknown as Logger;
process.stdout.write('ready\n');
for (;;) {
  const now = new Date(start + (Date.now() - begun) * speed);
  // A database that is busy is no reason to end: the next round is another chance, as in the product.
  await shipUsage({ pool, sink, logger: silent, now }).catch(() => undefined);
}
