import type { PriceBookContent } from '../price-book/content.ts';
import type { PaymentMethod } from '../subscriptions/subscription.ts';
import type { BillingCycle } from '../terms.ts';

/**
 * Something that is charged again and again. `key` names the price in the catalogue: `plan:basic:monthly`,
 * `add_on:premium_support`, `meter:sms_parts`, `overage:students:1000`, `overage:storage:500`.
 */
export type ProviderItem = {
  key: string;
  /** Whole cents, or an exact decimal of them, of one unit: prices at the provider never change, so they are part of the name. */
  unitCents: string;
  /** Charged each period in advance with a quantity, or by what a meter counted. */
  charge: { kind: 'licensed'; cycle: BillingCycle; quantity: number } | { kind: 'metered' };
};

export type ProviderTerms = {
  items: ProviderItem[];
  /** Percent off the plan's base fee, '0' without. */
  discountPercent: string;
  /** On top of every line; absent: no tax is charged. */
  tax?: { percent: string; name: string } | undefined;
};

export type StartAtProvider = ProviderTerms & {
  tenantId: string;
  customerId: string;
  /** Nothing is charged before. */
  freeUntil?: Date | undefined;
  /** Charged with the first invoice, once. */
  once: { key: string; cents: number; description: string }[];
};

export type ProviderUnpaid = {
  invoiceId: string;
  /** The moment it was made for: the renewal or the change. */
  at: Date;
  cents: number;
  /** Whether a payment was tried and failed. */
  wasTried: boolean;
};

/** What the provider says of a school now. */
export type ProviderAccount = {
  subscription?:
    | {
        id: string;
        /** `ended` is final. */
        state: 'free' | 'running' | 'ended';
        isPaused: boolean;
        /** The latest moment at which a period of it began or it was billed. */
        reachedAt: Date | undefined;
        cancelAtPeriodEnd: boolean;
        endedAt: Date | undefined;
      }
    | undefined;
  /** Invoices that are not paid, void or nothing, oldest first. */
  unpaid: ProviderUnpaid[];
  paymentMethod: PaymentMethod | undefined;
};

export type ProviderInvoice = {
  id: string;
  customerId: string;
  state: 'draft' | 'open' | 'paid' | 'void' | 'uncollectible';
  reason: 'start' | 'period' | 'change' | 'manual';
  totalCents: number;
  paidCents: number;
  createdAt: Date;
  paidAt: Date | undefined;
  periodStart: Date;
  periodEnd: Date;
  isOfSubscription: boolean;
  hostedUrl: string | undefined;
};

/** Something of ours on a draft of the provider that it cannot know by itself. */
export type ProviderInvoiceItem = {
  /** Which one it is on its invoice: the same key is the same item, with whatever amount. */
  key: string;
  cents: number;
  description: string;
  period: { start: Date; end: Date };
};

/** A fact about money that came in or went out. */
export type ProviderMovement = {
  kind: 'payment' | 'refund' | 'dispute' | 'dispute_won';
  id: string;
  customerId: string;
  invoiceId: string | undefined;
  cents: number;
  at: Date;
};

/** An invoice of ours that the provider collects as it is: it prices nothing of it. */
export type RaisedInvoice = {
  customerId: string;
  /** Our id of it; the provider's invoice is found by it again. */
  reference: string;
  totalCents: number;
  lines: {
    reference: string;
    description: string;
    cents: number;
    period: { start: Date; end: Date };
    /** The school's invoice that the line is of. */
    invoice: { id: string; number: string; tenantId: string };
  }[];
};

/** A verified message of the provider, before anything believes it: only its name is used, the object is read anew. */
export type ProviderEvent = {
  id: string;
  type: string;
  objectType: string;
  objectId: string;
  objectState: string;
  customerId: string | undefined;
  at: Date;
};

/** Somebody who charges for us. Every call that changes something takes a key that makes its repetition one call. */
export type PaymentProvider = {
  /** Brings products, prices, meters and discounts to a version of the price book; can be repeated. */
  syncCatalogue: (book: PriceBookContent) => Promise<void>;
  ensureCustomer: (school: { tenantId: string; name: string; subdomain: string }) => Promise<string>;
  /** The customer of a group with one payer. */
  ensurePayer: (group: { groupId: string; name: string; email: string | undefined }) => Promise<string>;
  /**
   * Ends what the provider charges a customer by itself, without a last bill and without paying back, since somebody else pays:
   * also invoices that it made of it since a moment, and what it kept for the next one.
   */
  leaveSubscriptions: (leave: { customerId: string; since: Date }, key: string) => Promise<void>;
  /** Makes an invoice from our lines, final and collected; answers its id. Throws when it does not come to our total. */
  raiseInvoice: (invoice: RaisedInvoice, key: string) => Promise<string>;
  startSubscription: (start: StartAtProvider, key: string) => Promise<string>;
  /**
   * With `prorateAt` the difference of the running period is charged at once, with `beginsNow` a whole new one, and usage of
   * the month that it cuts off; with neither new terms count from the renewal.
   */
  changeSubscription: (
    change: ProviderTerms & {
      subscriptionId: string;
      prorateAt?: Date | undefined;
      beginsNow?: boolean | undefined;
    },
    key: string,
  ) => Promise<void>;
  setCancelAtPeriodEnd: (subscriptionId: string, cancel: boolean, key: string) => Promise<void>;
  endSubscription: (subscriptionId: string, key: string) => Promise<void>;
  /** Paused: no further invoice; what is open stays open. */
  pause: (subscriptionId: string, key: string) => Promise<void>;
  unpause: (subscriptionId: string, key: string) => Promise<void>;
  /** Tries to pay what is open with the customer's payment method; returns how much came in. */
  collect: (customerId: string, key: string) => Promise<number>;
  chargeOnce: (
    charge: { customerId: string; cents: number; description: string },
    key: string,
  ) => Promise<void>;
  readAccount: (customerId: string) => Promise<ProviderAccount>;
  readInvoice: (invoiceId: string) => Promise<ProviderInvoice | undefined>;
  /** The money that an object of a message is about: a paid invoice, a refund, a dispute. */
  readMovements: (objectType: string, objectId: string) => Promise<ProviderMovement[]>;
  /** Brings the items of ours on a draft to these: what is missing is added, what changed is changed, what is gone is removed. */
  setDraftItems: (draft: {
    invoiceId: string;
    customerId: string;
    items: ProviderInvoiceItem[];
  }) => Promise<void>;
  finaliseInvoice: (invoiceId: string, key: string) => Promise<void>;
  voidInvoice: (invoiceId: string, key: string) => Promise<void>;
  /** Credits a part of a final invoice: off what is open, or given back of what was paid. Returns the credit note's id. */
  creditInvoice: (
    credit: { invoiceId: string; cents: number; reason: string },
    key: string,
  ) => Promise<string>;
  refund: (refund: { invoiceId: string; cents: number }, key: string) => Promise<string>;
  /** A customer with a payment method and no default one gets the newest as such. */
  adoptPaymentMethod: (customerId: string) => Promise<void>;
  /** A page of the provider where a payment method is given; returns its address. */
  paymentPage: (customerId: string, returnTo: string) => Promise<string>;
  /** A page of the provider with bills and payment methods. */
  portalPage: (customerId: string, returnTo: string) => Promise<string>;
  /** Reads a signed message. Throws webhook.invalid for one that is not genuine, too old or not readable. */
  openEvent: (body: Buffer, signature: string) => ProviderEvent;
  /** What the provider itself remembers of what happened since a moment, whether or not its messages arrived; oldest first. */
  eventsSince: (from: Date) => Promise<ProviderEvent[]>;
  /** Whether no real money moves. */
  isTest: boolean;
};
