const KEY = Symbol.for('daftar.billing-clock');
type Holder = { [KEY]?: () => Date };

/** The moment that billing works at: the real one, unless a clock was set. The panel's bundle has its own copy of this
 * file, so the clock hangs on the process. */
export function billingNow(): Date {
  return virtualBillingMoment() ?? new Date();
}

/** The moment of the clock that was set; undefined with the real one. */
export function virtualBillingMoment(): Date | undefined {
  return (globalThis as Holder)[KEY]?.();
}

/** For tests and test clocks: everything of billing that has no caller with a moment of its own works at this one. */
export function setBillingClock(clock: (() => Date) | undefined): void {
  if (clock) (globalThis as Holder)[KEY] = clock;
  else delete (globalThis as Holder)[KEY];
}
