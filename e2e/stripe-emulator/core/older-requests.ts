import { apiVersion } from './emit-event.ts';
import type { FormRecord, FormValue } from './form.ts';

type Translate = (params: FormRecord) => FormRecord;

/** Which payment methods there are is decided by the account now; the emulator has cards alone. */
function withoutMethodTypes({ payment_method_types: _, ...params }: FormRecord): FormRecord {
  return params;
}

function couponToPromotion({ coupon, ...params }: FormRecord): FormRecord {
  if (coupon === undefined) return params;
  return { promotion: { type: 'coupon', coupon }, ...params };
}

/** `iterations` counted intervals of the phase's price; monthly ones are all that older programs send here. */
function iterationsToDuration(params: FormRecord): FormRecord {
  if (typeof params.phases !== 'object') return params;
  const change = (phase: FormValue): FormValue => {
    if (typeof phase !== 'object') return phase;
    const { iterations, ...rest } = phase;
    if (iterations === undefined) return rest;
    return { ...rest, duration: { interval: 'month', interval_count: iterations } };
  };
  const phases = Object.entries(params.phases).map(([place, phase]) => [place, change(phase)]);
  return { ...params, phases: Object.fromEntries(phases) };
}

const translations: Record<string, Translate> = {
  'POST /v1/checkout/sessions': withoutMethodTypes,
  'POST /v1/payment_intents': withoutMethodTypes,
  'POST /v1/setup_intents': withoutMethodTypes,
  'POST /v1/promotion_codes': couponToPromotion,
  'POST /v1/subscription_schedules': iterationsToDuration,
};

/**
 * What a request of an older API version means today. A request that names no version is of the account's own, which
 * is an older one, as it is for accounts that exist for some years: Stripe's command line relies on that.
 */
export function translateOlder(
  version: string | undefined,
  method: string,
  path: string,
  params: FormRecord,
): FormRecord {
  if (version === apiVersion) return params;
  return translations[`${method} ${path}`]?.(params) ?? params;
}
