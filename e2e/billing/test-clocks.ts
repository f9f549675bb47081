import type Stripe from 'stripe';
import type { Sandbox } from './sandbox.ts';

export type TestClocks = {
  /** A clock of its own for a school, standing at a moment; answers Stripe's id. */
  begin: (tenantId: string, at: Date) => Promise<string>;
  /** Moves a school's clock and waits until everything that falls due was done. Throws when Stripe gives up. */
  advance: (tenantId: string, to: Date) => Promise<void>;
  /** Deletes what a run made in a sandbox, with its customers; the emulator forgets everything by itself. */
  close: () => Promise<void>;
};

/** A real clock moves by at most two intervals of the shortest price, which is a month. */
const LONGEST_STEP = 50 * 86_400;
const PATIENCE_MS = 300_000;

/** Stripe's test clocks, one for each school. */
export function createTestClocks(stripe: Stripe, sandbox: Sandbox | undefined): TestClocks {
  const clocks = new Map<string, { id: string; frozen: number }>();
  const { testClocks } = stripe.testHelpers;
  const pauseMs = sandbox?.pauseMs ?? 5;
  const step = async (id: string, frozen_time: number) => {
    await testClocks.advance(id, { frozen_time });
    for (const began = Date.now(); ; ) {
      const { status } = await testClocks.retrieve(id);
      if (status === 'ready') return;
      if (status === 'internal_failure' || Date.now() - began > PATIENCE_MS)
        throw new Error(`The test clock ${id} did not come to ${frozen_time}: ${status}.`);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  };
  return {
    begin: async (tenantId, at) => {
      const frozen = Math.floor(at.getTime() / 1000);
      const name = sandbox && { name: `daftar ${sandbox.run}` };
      const { id } = await testClocks.create({ frozen_time: frozen, ...name });
      clocks.set(tenantId, { id, frozen });
      return id;
    },
    advance: async (tenantId, to) => {
      const clock = clocks.get(tenantId);
      if (!clock) throw new Error(`School ${tenantId} has no test clock.`);
      const target = Math.floor(to.getTime() / 1000);
      if (!sandbox) return step(clock.id, target);
      while (clock.frozen < target) {
        clock.frozen = Math.min(target, clock.frozen + LONGEST_STEP);
        await step(clock.id, clock.frozen);
      }
    },
    close: async () => {
      if (sandbox) for (const { id } of clocks.values()) await testClocks.del(id);
    },
  };
}
