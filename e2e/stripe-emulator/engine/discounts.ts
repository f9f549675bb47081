import type { DiscountTerms } from '../billing/discounting.ts';
import { moveAnchor } from '../billing/periods.ts';
import type { Coupon, Discount } from '../billing/types.ts';
import { invalidRequest } from '../core/api-error.ts';
import { emitEvent } from '../core/emit-event.ts';
import { newId } from '../core/ids.ts';
import type { RequestContext } from '../core/route.ts';
import type { ApiObject, JsonObject } from '../core/store.ts';
import { requireByParam } from './find-object.ts';

export type DiscountParam = { coupon?: string; discount?: string; promotion_code?: string };
export type DiscountOwner = {
  customer: string;
  subscription?: string;
  subscription_item?: string;
  invoice?: string;
  invoice_item?: string;
};

/**
 * Turns the `discounts` parameter into stored discounts and answers their ids. A discount that is named by id is
 * kept. Throws 400 for an unknown, invalid or used-up coupon.
 */
export function applyDiscounts(
  context: RequestContext,
  params: readonly DiscountParam[] | '' | undefined,
  owner: DiscountOwner,
): string[] {
  return (params || []).map((param) => {
    if (param.discount) return requireByParam<Discount>(context, 'discount', param.discount, 'discounts').id;
    const promotion = param.promotion_code
      ? requireByParam<ApiObject>(context, 'promotion_code', param.promotion_code, 'discounts')
      : undefined;
    const coupon = param.coupon ?? couponOf(promotion);
    if (!coupon)
      throw invalidRequest('A discount needs a coupon, a discount or a promotion code.', 'discounts');
    return createDiscount(context, coupon, owner, promotion?.id).id;
  });
}

function couponOf(promotion: ApiObject | undefined): string | undefined {
  const source = (promotion?.promotion as JsonObject | undefined)?.coupon ?? promotion?.coupon;
  return typeof source === 'string' ? source : undefined;
}

function createDiscount(
  context: RequestContext,
  couponId: string,
  owner: DiscountOwner,
  promotion: string | undefined,
): Discount {
  const coupon = requireByParam<Coupon>(context, 'coupon', couponId, 'discounts');
  const isUsedUp = coupon.max_redemptions !== null && coupon.times_redeemed >= coupon.max_redemptions;
  const isExpired = coupon.redeem_by !== null && coupon.redeem_by < context.now;
  if (!coupon.valid || isUsedUp || isExpired) {
    throw invalidRequest(`Coupon expired: ${couponId}`, 'discounts', 'coupon_expired');
  }
  const months = coupon.duration === 'repeating' ? coupon.duration_in_months : null;
  const discount: Discount = {
    id: newId('di', 24),
    object: 'discount',
    checkout_session: null,
    customer: owner.customer,
    customer_account: null,
    end: months ? moveAnchor(context.now, { interval: 'month', interval_count: 1 }, months) : null,
    invoice: owner.invoice ?? null,
    invoice_item: owner.invoice_item ?? null,
    promotion_code: promotion ?? null,
    source: { coupon: coupon.id, type: 'coupon' },
    start: context.now,
    subscription: owner.subscription ?? null,
    subscription_item: owner.subscription_item ?? null,
  };
  context.store.insert('discount', discount, owner.subscription ?? null);
  context.store.save('coupon', { ...coupon, times_redeemed: coupon.times_redeemed + 1 });
  emitEvent(context, 'customer.discount.created', discount);
  return discount;
}

/** The terms of discounts that hold at a moment, in their order. Ended ones are left out. */
export function termsOf(context: RequestContext, ids: readonly string[], moment: number): DiscountTerms[] {
  return ids.flatMap((id) => {
    const discount = context.store.find<Discount>('discount', id);
    const coupon = discount && context.store.find<Coupon>('coupon', discount.source.coupon);
    if (!discount || !coupon || (discount.end !== null && discount.end <= moment)) return [];
    return [
      {
        id,
        percentOff: coupon.percent_off ?? undefined,
        amountOff: coupon.amount_off ?? undefined,
        products: coupon.applies_to?.products,
      },
    ];
  });
}

/** The ids without those of coupons that hold for one invoice only, which has now been made. */
export function withoutUsedOnce(context: RequestContext, ids: readonly string[]): string[] {
  return ids.filter((id) => {
    const discount = context.store.find<Discount>('discount', id);
    return context.store.find<Coupon>('coupon', discount?.source.coupon ?? '')?.duration !== 'once';
  });
}
