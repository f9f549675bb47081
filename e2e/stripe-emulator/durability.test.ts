import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { connectStripe, createMeterAndCustomer, readTotal, stripeError, testKey } from './test-client.ts';

const children: ChildProcess[] = [];
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stripe-emulator-'));
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

async function startProcess(...flags: string[]) {
  const args = [join(import.meta.dirname, 'main.ts'), '--port', '0', '--api-key', testKey, ...flags];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const ready = JSON.parse(line) as { ready: boolean; port: number };
  expect(ready.ready).toBe(true);
  return { child, stripe: connectStripe(ready.port) };
}

it('should keep everything it acknowledged through kill -9', async () => {
  const flags = ['--data', join(folder, 'data', 'stripe.sqlite')];
  const before = await startProcess(...flags);
  const { meter, customer } = await createMeterAndCustomer(before.stripe);
  const now = Math.floor(Date.now() / 60_000) * 60;
  const send = (stripe: typeof before.stripe, identifier: string) =>
    stripe.billing.meterEvents.create({
      event_name: 'sms_sum',
      payload: { stripe_customer_id: customer.id, value: '1' },
      identifier,
      timestamp: now,
    });
  await send(before.stripe, 'event-0');
  let acknowledged = 1;
  const killed = new Promise<void>((resolve) => setTimeout(resolve, 150)).then(() =>
    before.child.kill('SIGKILL'),
  );
  for (let index = 1; index < 10_000; index += 1) {
    const isDone = await send(before.stripe, `event-${index}`).then(
      () => true,
      () => false,
    );
    if (!isDone) break;
    acknowledged += 1;
  }
  await killed;
  expect(acknowledged).toBeGreaterThan(0);

  const after = await startProcess(...flags);
  const total = await readTotal(after.stripe, meter.id, customer.id, now, now + 60);
  // The event in flight when the process died may have been committed without being acknowledged.
  expect([acknowledged, acknowledged + 1]).toContain(total);
  expect(await stripeError(send(after.stripe, 'event-0'))).toMatchObject({ statusCode: 400 });
  expect(await after.stripe.customers.retrieve(customer.id)).toMatchObject({ name: 'مدرسة النور' });
}, 30_000);

it('should stop cleanly at SIGTERM and when its parent is gone', async () => {
  const first = await startProcess();
  first.child.kill('SIGTERM');
  expect(await once(first.child, 'exit')).toEqual([0, null]);
  const parent = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
  children.push(parent);
  const second = await startProcess('--parent-pid', String(parent.pid));
  const exited = once(second.child, 'exit');
  parent.kill('SIGKILL');
  expect(await exited).toEqual([0, null]);
}, 30_000);
