import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordUsageBatch, setBillingClock } from '../../core/billing/index.ts';
import { HOUR, MINUTE } from '../../core/billing/testing/metering-kit.ts';
import { inTransaction } from '../../core/tenancy/index.ts';
import { createRandom } from '../emulator-kit/index.ts';
import type { TestSchool } from '../support/index.ts';
import { type BilledWorld, openBilledWorld } from './billed-world.ts';
import { type Counts, noteCounts } from './tally.ts';

const EVENTS = 10_000;
const KILLS = 200;
const METERS = ['sms_parts', 'ai_predictions', 'report_renders'];
/** Seconds of the test's own time that pass in one of ours, so that the pauses after failures are short. */
const SPEED = 60;
const LONGEST_LIFE_MS = 250;
const LONGEST_WAIT_MS = 600;

describe('senders that are killed', () => {
  let world: BilledWorld;
  const schools: TestSchool[] = [];
  const start = Date.UTC(2026, 2, 10, 12);
  let begun = Date.now();
  const now = () => new Date(start + (Date.now() - begun) * SPEED);
  const children = new Set<ChildProcess>();
  const folder = mkdtempSync(path.join(tmpdir(), 'daftar-senders-'));
  const program = path.join(folder, 'sender.mjs');

  beforeAll(async () => {
    // One file starts in a quarter of the time, 200 times.
    await build({
      entryPoints: [path.join(import.meta.dirname, 'sender-child.ts')],
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'esm',
      external: ['pg-native'],
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      },
      logLevel: 'error',
    });
    world = await openBilledWorld(new Date('2026-02-01T00:00:00Z'));
    schools.push(...(await world.subscribeAt(world.clock.now, 4)));
    await world.endMonth(new Date('2026-03-01T00:00:00Z'));
    begun = Date.now();
    setBillingClock(now);
  });
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A sender that began, or that sends. One that finds nothing to send for a while counts as sending. */
  const startSender = async (until: 'ready' | 'sending'): Promise<ChildProcess> => {
    const child = spawn(process.execPath, [program], {
      env: { ...process.env, CLOCK: `${start},${begun},${SPEED}` },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.add(child);
    child.once('exit', () => children.delete(child));
    await new Promise<void>((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (line === until) resolve();
        else setTimeout(resolve, LONGEST_WAIT_MS).unref();
      });
      child.once('exit', (code) => reject(new Error(`the sender ended by itself with ${code}`)));
    });
    return child;
  };
  const kill = (child: ChildProcess) =>
    new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.kill('SIGKILL');
    });

  it('billing S23: should count 10,000 events of 1 exactly once, with 200 senders killed and 8 % of the replies bad', async () => {
    const random = createRandom(23);
    for (const fault of [
      { kind: 'lost_reply', probability: 0.05, seed: 1 },
      { kind: 'status', status: 429, probability: 0.02, seed: 2 },
      { kind: 'status', status: 409, probability: 0.01, seed: 3 },
    ])
      await world.fault(fault);

    let recorded = 0;
    const recordSome = async (count: number) => {
      const first = recorded;
      recorded += count;
      const school = schools[(first / count) % schools.length] as TestSchool;
      const entries = Array.from({ length: count }, (_, index) => ({
        meter: METERS[(first + index) % METERS.length] as string,
        source: 'faults',
        eventId: `event-${first + index}`,
        quantity: 1,
        occurredAt: new Date(now().getTime() - random() * 6 * HOUR),
      }));
      await school.run(() => inTransaction(world.system.pool, (client) => recordUsageBatch(client, entries)));
    };
    let kills = 0;
    let attempts = 0;
    const killer = async () => {
      while (attempts < KILLS) {
        attempts += 1;
        // Every fourth dies while it begins or cuts, the others while they send.
        const [child] = await Promise.all([
          startSender(attempts % 4 === 0 ? 'ready' : 'sending'),
          recordSome(EVENTS / KILLS),
        ]);
        await new Promise((resolve) => setTimeout(resolve, random() * LONGEST_LIFE_MS));
        await kill(child);
        kills += 1;
      }
    };
    await Promise.all([killer(), killer(), killer()]);
    expect({ recorded, kills }).toEqual({ recorded: EVENTS, kills: KILLS });
    const { rows } = await world.system.admin.query(
      "select count(*) filter (where state = 'sent')::int as unanswered, count(*)::int as all from shipments",
    );
    expect(rows[0].all).toBeGreaterThan(1_000);

    // What is left is sent while Stripe still fails.
    setBillingClock(() => world.clock.now);
    world.clock.now = now();
    for (let round = 0; round < 60; round += 1) {
      if ((await world.ship()) === 0 && (await world.reconcile()).waiting === 0) break;
      world.wait(20 * MINUTE);
    }
    const faults = await world.faultHits();
    for (const { hits } of faults) expect(hits).toBeGreaterThan(10);
    await world.system.emulators.heal();
    await world.reconcile();
    const left = await world.system.admin.query(
      "select state, count(*)::int as n from shipments where purpose = 'usage' and state <> 'confirmed' group by 1",
    );
    expect(left.rows).toEqual([]);
    await world.endMonth(new Date('2026-04-01T00:00:00Z'));
    const sum: Partial<Counts> = {};
    for (const school of schools)
      for (const [name, value] of Object.entries(await world.countsOf(school)))
        sum[name as keyof Counts] = (sum[name as keyof Counts] ?? 0) + value;
    expect(sum.ledger).toBe(EVENTS);
    noteCounts(
      `S23 ${kills} senders killed, ${rows[0].unanswered} unanswered, ${faults
        .map(({ kind, status, hits }) => `${hits} x ${status ?? kind}`)
        .join(', ')}`,
      sum as Counts,
    );
    const gaps = await world.system.admin.query(
      `select tenant_id, meter, window_start from shipments where purpose = 'usage'
        group by 1, 2, 3 having max(revision) <> count(*) or count(distinct identifier) <> count(*)`,
    );
    expect(gaps.rows).toEqual([]);
  });
});
