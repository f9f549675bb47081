import { randomBytes } from 'node:crypto';
import type Stripe from 'stripe';
import { invalidRequest } from '../core/api-error.ts';
import { emitEvent } from '../core/emit-event.ts';
import type { InForm } from '../core/in-form.ts';
import { type RequestContext, type Route, sdkRoute } from '../core/route.ts';
import {
  listRoute,
  type Resource,
  requireNamed,
  requireObject,
  retrieveRoute,
  updateRoute,
} from '../core/standard-routes.ts';
import type { ApiObject, JsonObject } from '../core/store.ts';

const coupons: Resource = { path: '/v1/coupons', kind: 'coupon', label: 'coupon' };

type Params = InForm<Stripe.CouponCreateParams>;

function checkWorth(params: Params): void {
  const { percent_off: percent, amount_off: amount } = params;
  if ((percent === undefined) === (amount === undefined)) {
    throw invalidRequest(
      'You must pass either `percent_off` or `amount_off`, and only one of them.',
      'percent_off',
    );
  }
  if (percent !== undefined && (percent <= 0 || percent > 100)) {
    throw invalidRequest('The percent_off must be greater than 0 and at most 100.', 'percent_off');
  }
  if (amount !== undefined && amount <= 0) {
    throw invalidRequest('The amount_off must be greater than 0.', 'amount_off', 'parameter_invalid_integer');
  }
  if (amount !== undefined && !params.currency) {
    throw invalidRequest('You must pass currency when passing amount_off.', 'currency', 'parameter_missing');
  }
}

function checkDuration(context: RequestContext, params: Params): void {
  const months = params.duration_in_months;
  if (params.duration === 'repeating' && (months === undefined || months < 1)) {
    throw invalidRequest(
      'You must pass duration_in_months when passing duration=repeating.',
      'duration_in_months',
      'parameter_missing',
    );
  }
  if (params.duration !== 'repeating' && months !== undefined) {
    throw invalidRequest('duration_in_months is only for duration=repeating.', 'duration_in_months');
  }
  if (params.redeem_by !== undefined && params.redeem_by <= context.now) {
    throw invalidRequest('redeem_by must be in the future.', 'redeem_by');
  }
}

const create = sdkRoute<Stripe.CouponCreateParams>({
  method: 'POST',
  path: '/v1/coupons',
  handle(context, params) {
    checkWorth(params);
    checkDuration(context, params);
    const id = params.id ?? randomBytes(4).toString('hex').toUpperCase();
    if (context.store.find('coupon', id)) {
      throw invalidRequest('Coupon already exists.', 'id', 'resource_already_exists');
    }
    const products = params.applies_to?.products;
    for (const product of products ?? []) {
      requireObject(context, { kind: 'product', label: 'product' }, product, 'applies_to[products]');
    }
    const coupon: ApiObject = {
      id,
      object: 'coupon',
      amount_off: params.amount_off ?? null,
      ...(products ? { applies_to: { products } } : {}),
      created: context.now,
      currency: params.amount_off === undefined ? null : (params.currency?.toLowerCase() ?? null),
      ...(params.currency_options
        ? { currency_options: params.currency_options as unknown as JsonObject }
        : {}),
      duration: params.duration ?? 'once',
      duration_in_months: params.duration_in_months ?? null,
      livemode: false,
      max_redemptions: params.max_redemptions ?? null,
      metadata: params.metadata || {},
      name: params.name || null,
      percent_off: params.percent_off ?? null,
      redeem_by: params.redeem_by ?? null,
      times_redeemed: 0,
      valid: true,
    };
    context.store.insert('coupon', coupon);
    emitEvent(context, 'coupon.created', coupon);
    return coupon;
  },
});

const update = updateRoute<Stripe.CouponUpdateParams>(coupons, 'coupon.updated', (before, params) => ({
  name: params.name === undefined ? (before.name ?? null) : params.name || null,
  ...(params.currency_options ? { currency_options: params.currency_options as unknown as JsonObject } : {}),
}));

/** Discounts that were given stay as they are: the deleted coupon can still be read by them. */
const remove = sdkRoute<Stripe.CouponDeleteParams>({
  method: 'DELETE',
  path: '/v1/coupons/:id',
  handle(context) {
    const coupon = requireNamed(context, coupons);
    context.store.save('coupon', { ...coupon, deleted: true, valid: false });
    emitEvent(context, 'coupon.deleted', coupon);
    return { id: coupon.id, object: 'coupon', deleted: true };
  },
});

export const couponRoutes: Route[] = [
  create,
  update,
  remove,
  retrieveRoute(coupons),
  listRoute<Stripe.CouponListParams>(coupons, () => true),
];
