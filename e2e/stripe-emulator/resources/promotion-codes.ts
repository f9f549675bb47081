import type Stripe from 'stripe';
import { invalidRequest } from '../core/api-error.ts';
import { emitEvent } from '../core/emit-event.ts';
import { newId } from '../core/ids.ts';
import { type Route, sdkRoute } from '../core/route.ts';
import {
  listRoute,
  type Resource,
  requireObject,
  retrieveRoute,
  updateRoute,
} from '../core/standard-routes.ts';
import type { ApiObject, JsonObject } from '../core/store.ts';

const codes: Resource = { path: '/v1/promotion_codes', kind: 'promotion_code', label: 'promotion code' };

const create = sdkRoute<Stripe.PromotionCodeCreateParams>({
  method: 'POST',
  path: codes.path,
  handle(context, params) {
    const couponId = params.promotion.coupon;
    if (!couponId) {
      throw invalidRequest(
        'Missing required param: promotion[coupon].',
        'promotion[coupon]',
        'parameter_missing',
      );
    }
    const coupon = requireObject(context, { kind: 'coupon', label: 'coupon' }, couponId, 'promotion[coupon]');
    if (params.customer) {
      requireObject(context, { kind: 'customer', label: 'customer' }, params.customer, 'customer');
    }
    const code = (params.code ?? newId('', 8).slice(1)).toUpperCase();
    const twins = context.store.findByLookup(codes.kind, code);
    if (twins.some((twin) => twin.active)) {
      throw invalidRequest(
        'An active promotion code with `code` equal to that value already exists.',
        'code',
      );
    }
    const promotionCode: ApiObject = {
      id: newId('promo', 24),
      object: 'promotion_code',
      active: params.active ?? true,
      code,
      created: context.now,
      customer: params.customer ?? null,
      customer_account: null,
      expires_at: params.expires_at ?? null,
      livemode: false,
      max_redemptions: params.max_redemptions ?? null,
      metadata: params.metadata ?? {},
      promotion: { coupon: coupon.id, type: 'coupon' },
      restrictions: {
        first_time_transaction: params.restrictions?.first_time_transaction ?? false,
        minimum_amount: params.restrictions?.minimum_amount ?? null,
        minimum_amount_currency: params.restrictions?.minimum_amount_currency ?? null,
      },
      times_redeemed: 0,
    };
    context.store.insert(codes.kind, promotionCode, code);
    emitEvent(context, 'promotion_code.created', promotionCode);
    return promotionCode;
  },
});

const update = updateRoute<Stripe.PromotionCodeUpdateParams>(
  codes,
  'promotion_code.updated',
  (before, params) => ({ active: params.active ?? before.active ?? true }),
  (after) => String(after.code),
);

export const promotionCodeRoutes: Route[] = [
  create,
  update,
  retrieveRoute(codes),
  listRoute<Stripe.PromotionCodeListParams>(
    codes,
    (code, params) =>
      (params.active === undefined || code.active === params.active) &&
      (params.code === undefined || code.code === params.code.toUpperCase()) &&
      (params.customer === undefined || code.customer === params.customer) &&
      (params.coupon === undefined || (code.promotion as JsonObject).coupon === params.coupon),
  ),
];
