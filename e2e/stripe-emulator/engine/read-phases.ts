import { moveAnchor } from '../billing/periods.ts';
import type { Phase, Price, Subscription } from '../billing/types.ts';
import { invalidRequest } from '../core/api-error.ts';
import { mergeMetadata } from '../core/metadata.ts';
import type { RequestContext } from '../core/route.ts';
import type { DiscountParam } from './discounts.ts';
import { requirePrice } from './find-object.ts';
import { toPlan } from './subscription-items.ts';

export type PhaseParams = {
  items: Array<{ price?: string; plan?: string; quantity?: number; metadata?: Record<string, string> }>;
  start_date?: number | 'now';
  end_date?: number | 'now';
  duration?: { interval: string; interval_count?: number };
  discounts?: DiscountParam[] | '';
  metadata?: Record<string, string>;
  proration_behavior?: string;
  trial?: boolean;
};

/**
 * Phases as they are kept, one after the other without gaps. A phase without an end lasts one period of its first
 * price. Throws 400 for phases that overlap, leave a gap or end before they start.
 */
export function readPhases(context: RequestContext, params: readonly PhaseParams[], start: number): Phase[] {
  let next = start;
  return params.map((phase, index) => {
    const given = phase.start_date === 'now' ? context.now : (phase.start_date ?? next);
    if (index > 0 && given !== next) {
      throw invalidRequest('Phases must follow each other without a gap.', `phases[${index}][start_date]`);
    }
    if (phase.trial) throw invalidRequest('The emulator knows no trial phases.', `phases[${index}][trial]`);
    const prices = phase.items.map((item, position) =>
      requirePrice(context, item.price ?? item.plan ?? '', `phases[${index}][items][${position}][price]`),
    );
    const end = endOf(context, phase, given, prices[0]);
    if (end <= given) throw invalidRequest('A phase must end after it starts.', `phases[${index}][end_date]`);
    next = end;
    return {
      ...blankPhase(prices[0]?.currency ?? 'usd'),
      discounts: (phase.discounts || []).map((discount) => ({
        coupon: discount.coupon ?? null,
        discount: discount.discount ?? null,
        promotion_code: discount.promotion_code ?? null,
      })),
      end_date: end,
      items: phase.items.map((item, position) =>
        phaseItem(prices[position] as Price, item.quantity, item.metadata),
      ),
      metadata: mergeMetadata({}, phase.metadata),
      proration_behavior: phase.proration_behavior ?? 'create_prorations',
      start_date: given,
    };
  });
}

function endOf(context: RequestContext, phase: PhaseParams, start: number, price: Price | undefined): number {
  if (phase.end_date === 'now') return context.now;
  if (phase.end_date !== undefined) return phase.end_date;
  const cadence = phase.duration
    ? { interval: phase.duration.interval, interval_count: phase.duration.interval_count ?? 1 }
    : price?.recurring;
  if (!cadence) throw invalidRequest('A phase needs an end date or a duration.', 'phases');
  return moveAnchor(start, cadence, 1);
}

/** The one phase of a schedule that takes over a subscription: what it has now, until its period ends. */
export function phaseOfSubscription(subscription: Subscription): Phase {
  const [first] = subscription.items.data;
  const longest = subscription.items.data.reduce(
    (best, item) => (best && best.current_period_end >= item.current_period_end ? best : item),
    first,
  );
  return {
    ...blankPhase(subscription.currency),
    discounts: subscription.discounts.map((discount) => ({ coupon: null, discount, promotion_code: null })),
    end_date: longest?.current_period_end ?? 0,
    items: subscription.items.data.map((item) => phaseItem(item.price, item.quantity)),
    metadata: subscription.metadata,
    proration_behavior: 'create_prorations',
    start_date: longest?.current_period_start ?? 0,
  };
}

function phaseItem(price: Price, quantity: number | undefined, metadata?: Record<string, string>) {
  return {
    billing_thresholds: null,
    discounts: [],
    metadata: metadata ?? {},
    plan: toPlan(price).id ?? null,
    price: price.id,
    ...(quantity === undefined ? {} : { quantity }),
    tax_rates: [],
  };
}

function blankPhase(currency: string) {
  return {
    add_invoice_items: [],
    application_fee_percent: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: null,
    billing_thresholds: null,
    collection_method: null,
    currency,
    default_payment_method: null,
    default_tax_rates: [],
    description: null,
    invoice_settings: null,
    on_behalf_of: null,
    transfer_data: null,
    trial_end: null,
  };
}
