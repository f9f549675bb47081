import type Stripe from 'stripe';

/**
 * An SDK type as it looks in a decoded form: its Decimal objects are decimal texts, null is the empty text, metadata
 * is text.
 */
export type InForm<T> = T extends Stripe.Decimal
  ? string
  : T extends null
    ? ''
    : T extends string | number | boolean | undefined
      ? T
      : T extends Array<infer Item>
        ? Array<InForm<Item>>
        : string extends keyof T
          ? Record<string, InForm<Exclude<T[keyof T], number | null>>>
          : { [Key in keyof T]: InForm<T[Key]> };
