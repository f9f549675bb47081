import { invalidRequest, resourceMissing } from '../core/api-error.ts';
import { emitEvent } from '../core/emit-event.ts';
import { newId } from '../core/ids.ts';
import type { RequestContext } from '../core/route.ts';
import type { ApiObject, JsonObject } from '../core/store.ts';
import type { PriceCreate } from '../schemas/prices.ts';
import { insertProduct } from './insert-product.ts';
import { claimLookupKey } from './lookup-keys.ts';

type Amounts = { unit_amount?: number; unit_amount_decimal?: string };

/**
 * Checks a price as Stripe does, stores it and its price.created event.
 * Throws ApiError 400: no product or two, no amount or two, tiers with transform_quantity, a metered price without
 * an active meter, a lookup key that another active price holds.
 */
export function createPrice(context: RequestContext, params: PriceCreate): ApiObject {
  checkAmounts(params);
  checkRecurring(context, params);
  const productId = resolveProduct(context, params);
  if (params.lookup_key) claimLookupKey(context, params.lookup_key, params.transfer_lookup_key ?? false);
  const isTiered = params.billing_scheme === 'tiered';
  const currency = params.currency.toLowerCase();
  const amounts =
    params.custom_unit_amount || isTiered
      ? { unit_amount: null, unit_amount_decimal: null }
      : bothAmounts(params);
  const price: ApiObject = {
    id: newId('price', 24),
    object: 'price',
    active: params.active ?? true,
    billing_scheme: params.billing_scheme ?? 'per_unit',
    created: context.now,
    currency,
    currency_options: {
      ...Object.fromEntries(
        Object.entries(params.currency_options ?? {}).map(([code, option]) => [
          code.toLowerCase(),
          {
            custom_unit_amount: null,
            tax_behavior: option.tax_behavior ?? 'unspecified',
            ...bothAmounts(option),
          },
        ]),
      ),
      [currency]: {
        custom_unit_amount: null,
        tax_behavior: params.tax_behavior ?? 'unspecified',
        ...amounts,
      },
    },
    custom_unit_amount: params.custom_unit_amount
      ? {
          maximum: params.custom_unit_amount.maximum ?? null,
          minimum: params.custom_unit_amount.minimum ?? null,
          preset: params.custom_unit_amount.preset ?? null,
        }
      : null,
    livemode: false,
    lookup_key: params.lookup_key ?? null,
    metadata: params.metadata ?? {},
    nickname: params.nickname || null,
    product: productId,
    recurring: params.recurring
      ? {
          interval: params.recurring.interval,
          interval_count: params.recurring.interval_count ?? 1,
          meter: params.recurring.meter ?? null,
          trial_period_days: params.recurring.trial_period_days ?? null,
          usage_type: params.recurring.usage_type ?? 'licensed',
        }
      : null,
    tax_behavior: params.tax_behavior ?? 'unspecified',
    ...(isTiered ? { tiers: (params.tiers ?? []).map(toTier) } : {}),
    tiers_mode: params.tiers_mode ?? null,
    transform_quantity: params.transform_quantity ?? null,
    type: params.recurring ? 'recurring' : 'one_time',
    ...amounts,
  };
  context.store.insert('price', price, params.lookup_key ?? null);
  emitEvent(context, 'price.created', price);
  return price;
}

function checkAmounts(params: PriceCreate): void {
  const isTiered = params.billing_scheme === 'tiered';
  const given = ['unit_amount', 'unit_amount_decimal', 'custom_unit_amount'].filter((key) => key in params);
  if (!/^[a-z]{3}$/i.test(params.currency)) {
    throw invalidRequest(`Invalid currency: ${params.currency}.`, 'currency');
  }
  if (isTiered) {
    if (!params.tiers?.length)
      throw invalidRequest('You must specify `tiers` when `billing_scheme=tiered`.', 'tiers');
    if (!params.tiers_mode) {
      throw invalidRequest('You must specify `tiers_mode` when `billing_scheme=tiered`.', 'tiers_mode');
    }
    if (params.transform_quantity) {
      throw invalidRequest(
        'You cannot set `transform_quantity` when `billing_scheme=tiered`.',
        'transform_quantity',
      );
    }
    if (params.tiers.at(-1)?.up_to !== 'inf') {
      throw invalidRequest('The last tier must have `up_to` set to `inf`.', 'tiers');
    }
    return;
  }
  if (params.tiers || params.tiers_mode) {
    throw invalidRequest('You can only specify `tiers` when `billing_scheme=tiered`.', 'tiers');
  }
  if (given.length === 1) return;
  throw invalidRequest(
    `Prices require exactly one of \`unit_amount\`, \`unit_amount_decimal\` or \`custom_unit_amount\`.`,
    given[1] ?? 'unit_amount',
  );
}

function checkRecurring(context: RequestContext, params: PriceCreate): void {
  const { meter, usage_type: usageType } = params.recurring ?? {};
  if (usageType === 'metered' && meter === undefined) {
    throw invalidRequest(
      'A metered price needs a billing meter: set `recurring[meter]`.',
      'recurring[meter]',
    );
  }
  if (meter === undefined) return;
  if (usageType !== 'metered') {
    throw invalidRequest(
      '`recurring[meter]` needs `recurring[usage_type]=metered`.',
      'recurring[usage_type]',
    );
  }
  const found = context.store.find('billing.meter', meter);
  if (!found) throw resourceMissing('billing meter', meter, 'recurring[meter]', 400);
  if (found.status !== 'active')
    throw invalidRequest(`The billing meter ${meter} is inactive.`, 'recurring[meter]');
}

function resolveProduct(context: RequestContext, params: PriceCreate): string {
  if (params.product && params.product_data) {
    throw invalidRequest('You may only specify one of these parameters: product, product_data.', 'product');
  }
  if (params.product_data) {
    return insertProduct(context, { ...params.product_data, id: params.product_data.id ?? newId('prod') }).id;
  }
  if (!params.product)
    throw invalidRequest('Missing required param: product.', 'product', 'parameter_missing');
  const product = context.store.find('product', params.product);
  if (!product) throw resourceMissing('product', params.product, 'product', 400);
  return product.id;
}

/** Stripe answers both forms: the integer is null when the decimal has a fraction of a minor unit. */
function bothAmounts(amounts: Amounts): JsonObject {
  const text =
    amounts.unit_amount_decimal ??
    (amounts.unit_amount === undefined ? undefined : String(amounts.unit_amount));
  if (text === undefined) return { unit_amount: null, unit_amount_decimal: null };
  const decimal = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  return { unit_amount: decimal.includes('.') ? null : Number(decimal), unit_amount_decimal: decimal };
}

function toTier(tier: NonNullable<PriceCreate['tiers']>[number]): JsonObject {
  const flat = bothAmounts({ unit_amount: tier.flat_amount, unit_amount_decimal: tier.flat_amount_decimal });
  return {
    flat_amount: flat.unit_amount ?? null,
    flat_amount_decimal: flat.unit_amount_decimal ?? null,
    ...bothAmounts(tier),
    up_to: tier.up_to === 'inf' ? null : tier.up_to,
  };
}
