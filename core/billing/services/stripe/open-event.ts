import type Stripe from 'stripe';
import { z } from 'zod';
import { AppError, sha256Hex } from '../../../kernel/index.ts';
import type { ProviderEvent } from './payment-provider.ts';

/** How old a signature may be. */
const TOLERANCE_SECONDS = 300;

const id = z.string().min(1).max(255);
const object = z.looseObject({ id, object: id.optional(), customer: z.unknown().optional() });
const event = z.looseObject({
  id,
  type: id,
  created: z.union([z.number(), z.string()]),
  data: z.looseObject({ object: z.looseObject({}).optional() }).optional(),
  related_object: z.looseObject({ id, type: id }).nullish(),
});

/**
 * Reads a message that Stripe signed. Everything else, a signature that is wrong or older than five minutes, a changed body or
 * one that is no event, throws webhook.invalid. Events of both forms are read: with the object, and with its name alone.
 */
export function openStripeEvent(
  stripe: Stripe,
  {
    body,
    signature,
    secret,
    now,
  }: { body: Buffer; signature: string; secret: string | undefined; now: Date },
): ProviderEvent {
  if (!secret) throw new AppError('webhook.invalid');
  try {
    if (!stripe.webhooks.signature) throw new Error('this SDK cannot check signatures');
    stripe.webhooks.signature.verifyHeader(
      body,
      signature,
      secret,
      TOLERANCE_SECONDS,
      undefined,
      now.getTime(),
    );
    return readStripeEvent(JSON.parse(body.toString('utf8')));
  } catch (error) {
    throw new AppError('webhook.invalid', {}, { cause: error });
  }
}

/** What the inbox keeps of an event, told or read from Stripe's list. Throws what zod throws for something else. */
export function readStripeEvent(value: unknown): ProviderEvent {
  const read = event.parse(value);
  const told = object.safeParse(read.data?.object ?? {}).data;
  const related = read.related_object;
  const objectId = told?.id ?? related?.id ?? read.id;
  const objectType = told?.object ?? related?.type ?? 'event';
  return {
    id: read.id,
    type: read.type,
    objectType,
    objectId,
    objectState: sha256Hex(JSON.stringify(read.data ?? read.related_object ?? {})),
    customerId: objectType === 'customer' ? objectId : customerIn(told?.customer),
    at: typeof read.created === 'number' ? new Date(read.created * 1000) : new Date(read.created),
  };
}

function customerIn(customer: unknown): string | undefined {
  if (typeof customer === 'string') return customer;
  const nested = z.looseObject({ id }).safeParse(customer);
  return nested.success ? nested.data.id : undefined;
}
