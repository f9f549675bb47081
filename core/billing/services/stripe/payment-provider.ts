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
        /** Start of the running period of the plan. */
        periodStart: Date | undefined;
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

/** A fact about money that came in or went out. */
export type ProviderMovement = {
  kind: 'payment' | 'refund' | 'dispute' | 'dispute_won';
  id: string;
  customerId: string;
  invoiceId: string | undefined;
  cents: number;
  at: Date;
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
  startSubscription: (start: StartAtProvider, key: string) => Promise<string>;
  /** With `prorateAt` the difference of the running period is charged at once; without, new terms count from the renewal. */
  changeSubscription: (
    change: ProviderTerms & { subscriptionId: string; prorateAt?: Date | undefined },
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
  finaliseInvoice: (invoiceId: string, key: string) => Promise<void>;
  voidInvoice: (invoiceId: string, key: string) => Promise<void>;
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
  /** Whether no real money moves. */
  isTest: boolean;
};
