import { randomBytes } from 'node:crypto';
import { it } from 'vitest';

export type Sandbox = {
  key: string;
  /** Another server that speaks Stripe's API; Stripe itself when absent. */
  baseUrl: string | undefined;
  /** Names what this run makes, so that runs in one account do not meet. */
  run: string;
  /** How long nothing new must have been told until everything is told, in milliseconds. */
  quietMs: number;
  /** How long to wait between two looks at a test clock, in milliseconds. */
  pauseMs: number;
};

/** The key of the emulator that a test system starts by itself: `createTestSystem` leaves it in the environment. */
const OWN_EMULATOR = /^sk_test_integration0*$/;

/**
 * The Stripe account that STRIPE_SECRET_KEY names, or undefined: then the emulator takes its place. Throws for a key that
 * is not a test key: these tests make and charge customers.
 */
export function sandboxOf(environment: NodeJS.ProcessEnv): Sandbox | undefined {
  const { STRIPE_SECRET_KEY: key, STRIPE_API_BASE_URL: base } = environment;
  if (!key || OWN_EMULATOR.test(key)) return undefined;
  if (!/^(sk|rk)_test_/.test(key))
    throw new Error(
      'STRIPE_SECRET_KEY is not a test key. These tests make customers and charge their cards: they run with sk_test_ keys alone. Nothing was sent.',
    );
  const isLocal = base !== undefined && /^https?:\/\/(127\.0\.0\.1|localhost)[:/]?/.test(base);
  return {
    key,
    baseUrl: base || undefined,
    run: randomBytes(3).toString('hex'),
    quietMs: isLocal ? 60 : 2_000,
    pauseMs: isLocal ? 10 : 1_000,
  };
}

/** A test of what only the emulator can do, such as faults; it is skipped by its name against a sandbox. */
export const itWithEmulator = it.skipIf(sandboxOf(process.env) !== undefined);
