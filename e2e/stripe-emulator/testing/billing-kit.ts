import type Stripe from 'stripe';
import type { StripeEmulatorOptions } from '../index.ts';
import { startTestEmulator } from '../test-client.ts';

/** Unix seconds of an ISO time. */
export function at(iso: string): number {
  return Date.parse(iso) / 1000;
}

/** An emulator with a customer whose time a test moves, and whose card works. */
export async function startBilling(start: string, options: StripeEmulatorOptions = {}) {
  const emulator = await startTestEmulator(options);
  const { stripe, url } = emulator;
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: at(start) });
  const customer = await stripe.customers.create({
    name: 'مدرسة النور',
    test_clock: clock.id,
    payment_method: 'pm_card_visa',
    invoice_settings: { default_payment_method: 'pm_card_visa' },
  });

  /** Moves the clock and waits until everything that fell due is done, as the SDK's users poll for it. */
  async function advance(to: string | number): Promise<void> {
    await stripe.testHelpers.testClocks.advance(clock.id, {
      frozen_time: typeof to === 'string' ? at(to) : to,
    });
    for (let attempt = 0; attempt < 2000; attempt += 1) {
      const { status } = await stripe.testHelpers.testClocks.retrieve(clock.id);
      if (status === 'ready') return;
      if (status !== 'advancing') throw new Error(`The clock ended up ${status}.`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error('The clock never became ready.');
  }

  /** A recurring price of so many minor units, on a product of its own unless one is given. */
  async function price(
    amount: number | string,
    interval: 'month' | 'year' = 'month',
    more: Partial<Stripe.PriceCreateParams> = {},
  ): Promise<Stripe.Price> {
    const product = more.product ? {} : { product_data: { name: `Plan ${amount} ${interval}` } };
    return stripe.prices.create({
      currency: 'usd',
      unit_amount: Number(amount),
      recurring: { interval },
      ...product,
      ...more,
    });
  }

  /** A metered price, in minor units a unit, on a meter of its own; with the function that sends usage. */
  async function meteredPrice(
    name: string,
    unitAmount: string,
    formula: 'sum' | 'count' | 'last' = 'sum',
    more: Partial<Stripe.PriceCreateParams> = {},
  ) {
    const { Decimal } = (await import('stripe')).default;
    const meter = await stripe.billing.meters.create({
      display_name: name,
      event_name: name,
      default_aggregation: { formula },
    });
    const created = await stripe.prices.create({
      currency: 'usd',
      product_data: { name },
      recurring: { interval: 'month', usage_type: 'metered', meter: meter.id },
      ...(more.billing_scheme ? {} : { unit_amount_decimal: Decimal.from(unitAmount) }),
      ...more,
    });
    const use = (value: number | string, timestamp: string, identifier?: string) =>
      stripe.billing.meterEvents.create({
        event_name: name,
        payload: { stripe_customer_id: customer.id, value: String(value) },
        timestamp: at(timestamp),
        identifier,
      });
    return { price: created, meter, use };
  }

  /** The customer's invoices, oldest first. */
  async function invoices(): Promise<Stripe.Invoice[]> {
    const list = await stripe.invoices.list({ customer: customer.id, limit: 100 });
    return list.data.reverse();
  }

  async function declineFromNowOn(): Promise<void> {
    const bad = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer: customer.id });
    await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: bad.id } });
  }

  return {
    ...emulator,
    stripe,
    url,
    clock,
    customer,
    advance,
    price,
    meteredPrice,
    invoices,
    declineFromNowOn,
  };
}

/** The amounts of an invoice's lines, in their order. */
export function amounts(invoice: Stripe.Invoice | undefined): number[] {
  return (invoice?.lines.data ?? []).map((line) => line.amount);
}
