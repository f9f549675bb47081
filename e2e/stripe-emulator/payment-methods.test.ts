import { describe, expect, it } from 'vitest';
import { stripeError } from './test-client.ts';
import { startBilling } from './testing/billing-kit.ts';

describe('payment methods', () => {
  it('should attach, list, detach and refuse cards', async () => {
    const { stripe, customer } = await startBilling('2026-01-01T00:00:00Z');
    const refused = await stripeError(
      stripe.paymentMethods.attach('pm_card_chargeDeclined', { customer: customer.id }),
    );
    expect(refused).toMatchObject({
      statusCode: 402,
      code: 'card_declined',
      decline_code: 'generic_decline',
    });
    const unknown = stripe.paymentMethods.create({
      type: 'card',
      card: { number: '1234', exp_month: 1, exp_year: 2030 },
    });
    expect(await stripeError(unknown)).toMatchObject({ statusCode: 402, code: 'incorrect_number' });
    const token = await stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_mastercard' } });
    expect(token.card).toMatchObject({ brand: 'mastercard', last4: '4444' });
    const intent = await stripe.setupIntents.create({
      customer: customer.id,
      payment_method: token.id,
      confirm: true,
    });
    expect(intent.status).toBe('succeeded');
    const { data } = await stripe.customers.listPaymentMethods(customer.id);
    expect(data.map((method) => method.card?.last4)).toEqual(['4444', '4242']);
    expect((await stripe.paymentMethods.detach(token.id)).customer).toBeNull();
    const failed = await stripeError(
      stripe.setupIntents.create({
        customer: customer.id,
        payment_method: 'pm_card_chargeDeclined',
        confirm: true,
      }),
    );
    expect(failed.code).toBe('card_declined');
  });

  it('should keep the account of a failed payment', async () => {
    const { stripe, customer } = await startBilling('2026-01-01T00:00:00Z');
    const error = await stripeError(
      stripe.paymentIntents.create({
        amount: 500,
        currency: 'usd',
        customer: customer.id,
        payment_method: 'pm_card_chargeCustomerFail',
        confirm: true,
      }),
    );
    expect(error).toMatchObject({ statusCode: 402, decline_code: 'generic_decline' });
    const [intent] = (await stripe.paymentIntents.list({ customer: customer.id })).data;
    expect(intent).toMatchObject({ status: 'requires_payment_method', amount_received: 0 });
    expect(intent?.last_payment_error?.code).toBe('card_declined');
    const [charge] = (await stripe.charges.list({ customer: customer.id })).data;
    expect(charge).toMatchObject({ status: 'failed', paid: false, failure_code: 'card_declined' });
  });
});
