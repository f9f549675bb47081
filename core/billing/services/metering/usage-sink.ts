/** How a meter adds up: the sum of its events, or the newest one of a period. */
export type Aggregation = 'sum' | 'last';

export type MeterEvent = {
  meter: string;
  customerId: string;
  /** A whole number; of a `last` meter the state from now on. */
  value: number;
  /** At most 100 characters. */
  identifier: string;
  timestamp: Date;
};

/**
 * What became of an event: counted now; its identifier was taken before; busy, so surely not counted and worth another try;
 * too old or otherwise refused, and surely not counted. An event whose answer never came is an exception of `send`.
 */
export type SendOutcome =
  | { kind: 'accepted' | 'known' }
  | { kind: 'busy' | 'too_old' | 'refused'; reason: string };

export type UsageQuestion = { meter: string; customerId: string; from: Date; until: Date };

/** Where usage goes: Stripe today, something else tomorrow, without the ledger knowing. */
export type UsageSink = {
  /** Makes the customer of a school once; the same school always gives the same customer. */
  ensureCustomer: (school: { tenantId: string; name: string; subdomain: string }) => Promise<string>;
  ensureMeter: (meter: string, aggregation?: Aggregation, title?: string) => Promise<void>;
  /** Counts a value once for its identifier. */
  send: (event: MeterEvent) => Promise<SendOutcome>;
  /** Takes an event of the last 24 hours back. One that was taken back before counts as cancelled. */
  cancel: (event: { meter: string; identifier: string }) => Promise<'cancelled' | 'too_late' | 'unknown'>;
  /** What was counted in each UTC hour that has any, by its beginning in milliseconds; `from` and `until` are whole hours. */
  hours: (question: UsageQuestion) => Promise<Map<number, number>>;
  /** What the meter stands at for a range of whole minutes. */
  total: (question: UsageQuestion) => Promise<number>;
};
