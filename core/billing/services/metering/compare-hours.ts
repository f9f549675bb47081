/** What one UTC hour of a meter should stand at, from the shipments, and what Stripe has. */
export type HourState = {
  hour: Date;
  /** Of the ledger, what goes to Stripe as meter events. */
  claimed: number;
  stripe: number;
  /** Shipments that are still on their way, or waiting to be taken back. */
  open: number;
  lastAt: Date | undefined;
  /** Whether its invoice is final. */
  isClosed: boolean;
};

/**
 * What is to be done about an hour: nothing yet, because something is on its way or Stripe needs a moment; confirm, because both
 * agree; send what is missing as an event of its own; take back what is too much; settle it with the invoice, because that is final.
 */
export type HourVerdict =
  | { kind: 'wait' }
  | { kind: 'confirm' }
  | { kind: 'top_up'; value: number }
  | { kind: 'take_back'; value: number }
  | { kind: 'settle'; value: number };

/** Stripe adds events up some time after it answered; until then a difference says nothing. */
export const SETTLING_MS = 5 * 60_000;
/** The oldest a meter event may be, less half a day. */
const OLDEST_MS = 34.5 * 24 * 3_600_000;

/** Decides about one hour; values are whole units of the meter, `settle` is what Stripe has too much (or, negative, too little). */
export function judgeHour(state: HourState, now: Date): HourVerdict {
  const { claimed, stripe, open, lastAt, isClosed, hour } = state;
  if (open > 0) return { kind: 'wait' };
  if (claimed === stripe) return { kind: 'confirm' };
  if (lastAt !== undefined && now.getTime() - lastAt.getTime() < SETTLING_MS) return { kind: 'wait' };
  const difference = stripe - claimed;
  if (isClosed || now.getTime() - hour.getTime() > OLDEST_MS) return { kind: 'settle', value: difference };
  return difference < 0 ? { kind: 'top_up', value: -difference } : { kind: 'take_back', value: difference };
}
