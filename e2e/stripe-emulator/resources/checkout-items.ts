import type Stripe from 'stripe';
import { invalidRequest } from '../core/api-error.ts';
import { callRoute, toForm } from '../core/call-route.ts';
import { newId } from '../core/ids.ts';
import type { InForm } from '../core/in-form.ts';
import type { RequestContext } from '../core/route.ts';
import { requireObject } from '../core/standard-routes.ts';
import type { ApiObject, JsonObject } from '../core/store.ts';

type LineItem = InForm<Stripe.Checkout.SessionCreateParams.LineItem>;
type Discount = InForm<Stripe.Checkout.SessionCreateParams.Discount>;
export type CheckoutMode = 'payment' | 'setup' | 'subscription';

function priceOf(context: RequestContext, item: LineItem, position: number): ApiObject {
  const param = `line_items[${position}]`;
  if (item.price) {
    const price = requireObject(context, { kind: 'price', label: 'price' }, item.price, `${param}[price]`);
    if (price.active) return price;
    throw invalidRequest(
      'The price specified is inactive. This field only accepts active prices.',
      `${param}[price]`,
    );
  }
  if (!item.price_data) {
    throw invalidRequest(`Missing required param: ${param}[price].`, `${param}[price]`, 'parameter_missing');
  }
  return callRoute(context, 'POST', '/v1/prices', toForm(item.price_data)) as ApiObject;
}

function isMetered(price: ApiObject): boolean {
  return (price.recurring as JsonObject | null)?.usage_type === 'metered';
}

/** Unit amount times quantity, rounded once, half away from zero. Tiers and usage are known only on the invoice. */
function amountOf(price: ApiObject, quantity: number): number {
  const [whole = '0', decimals = ''] = String(price.unit_amount_decimal ?? '0').split('.');
  const scale = 10n ** BigInt(decimals.length);
  const exact = BigInt(whole + decimals) * BigInt(quantity);
  return Number((2n * exact + scale) / (2n * scale));
}

/**
 * The line items of a session, each with its price. Throws ApiError 400 for an unknown or inactive price, a
 * quantity that is missing or not wanted, and a price that does not fit the mode.
 */
export function makeLineItems(
  context: RequestContext,
  mode: CheckoutMode,
  items: readonly LineItem[],
): JsonObject[] {
  const made = items.map((item, position): JsonObject => {
    const price = priceOf(context, item, position);
    const param = `line_items[${position}]`;
    if (mode === 'payment' && price.recurring) {
      throw invalidRequest(
        'You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only one-time prices.',
        `${param}[price]`,
      );
    }
    if (isMetered(price) && item.quantity !== undefined) {
      throw invalidRequest(
        'Quantity should not be specified where usage_type is `metered`.',
        `${param}[quantity]`,
      );
    }
    if (!isMetered(price) && item.quantity === undefined) {
      throw invalidRequest(
        'Quantity is required. Add `quantity` to this line item.',
        `${param}[quantity]`,
        'parameter_missing',
      );
    }
    const amount = isMetered(price) ? 0 : amountOf(price, item.quantity ?? 1);
    const product = context.store.find('product', String(price.product));
    return {
      id: newId('li', 24),
      object: 'item',
      adjustable_quantity: (item.adjustable_quantity ?? null) as JsonObject | null,
      amount_discount: 0,
      amount_subtotal: amount,
      amount_tax: 0,
      amount_total: amount,
      currency: price.currency ?? 'usd',
      description: product?.name ?? null,
      metadata: item.metadata ?? {},
      price,
      quantity: isMetered(price) ? null : (item.quantity ?? 1),
    };
  });
  if (mode === 'subscription' && !made.some((item) => (item.price as JsonObject).recurring)) {
    throw invalidRequest(
      'You must provide at least one recurring price in `subscription` mode when using prices.',
      'line_items',
    );
  }
  return made;
}

/** What a session shows before it is paid, in whole minor units; the invoice says what is really owed. */
export function totalsOf(
  context: RequestContext,
  items: readonly JsonObject[],
  discounts: readonly Discount[] | undefined,
): { subtotal: number; discount: number } {
  const subtotal = items.reduce((sum, item) => sum + Number(item.amount_subtotal), 0);
  let left = subtotal;
  for (const discount of discounts ?? []) {
    const code = discount.promotion_code
      ? requireObject(
          context,
          { kind: 'promotion_code', label: 'promotion code' },
          discount.promotion_code,
          'discounts[0][promotion_code]',
        )
      : undefined;
    const couponId = code ? String((code.promotion as JsonObject).coupon) : (discount.coupon ?? '');
    const coupon = requireObject(
      context,
      { kind: 'coupon', label: 'coupon' },
      couponId,
      'discounts[0][coupon]',
    );
    const off =
      typeof coupon.percent_off === 'number'
        ? Math.round((left * coupon.percent_off) / 100)
        : Math.min(left, Number(coupon.amount_off ?? 0));
    left -= off;
  }
  return { subtotal, discount: subtotal - left };
}
