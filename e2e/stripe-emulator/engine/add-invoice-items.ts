import { fraction, roundHalfAway } from '../billing/fraction.ts';
import { amountOf } from '../billing/pricing.ts';
import type { Customer, Subscription } from '../billing/types.ts';
import { mergeMetadata } from '../core/metadata.ts';
import type { RequestContext } from '../core/route.ts';
import type { SubscriptionCreate } from '../schemas/subscriptions.ts';
import { applyDiscounts } from './discounts.ts';
import { createInvoiceItem } from './invoice-items.ts';
import { pricingOf, productName } from './line-items.ts';
import { resolvePrice } from './subscription-items.ts';

/** Puts things that are paid once, such as a set-up fee, on the subscription's next invoice. */
export function addOneTimeItems(
  context: RequestContext,
  customer: Customer,
  subscription: Subscription,
  params: SubscriptionCreate['add_invoice_items'],
): void {
  for (const [index, each] of (params ?? []).entries()) {
    const price = resolvePrice(context, each, `add_invoice_items[${index}][price]`);
    const quantity = each.quantity ?? 1;
    createInvoiceItem(context, {
      customer,
      amount: roundHalfAway(amountOf(price, fraction(quantity))),
      currency: price.currency,
      description: productName(context, price),
      discountable: each.discountable ?? true,
      discounts: applyDiscounts(context, each.discounts, { customer: customer.id }),
      metadata: mergeMetadata({}, each.metadata),
      period: { start: context.now, end: context.now },
      pricing: pricingOf(price),
      quantity,
      subscription: subscription.id,
    });
  }
}
