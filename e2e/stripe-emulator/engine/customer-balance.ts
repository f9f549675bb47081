import type { Customer } from '../billing/types.ts';
import { emitEvent } from '../core/emit-event.ts';
import { newId } from '../core/ids.ts';
import type { RequestContext } from '../core/route.ts';
import type { ApiObject } from '../core/store.ts';

export type BalanceChange = {
  customer: string;
  /** Minor units; negative is money that the customer has with us. */
  amount: number;
  currency: string;
  type: 'adjustment' | 'applied_to_invoice' | 'credit_note' | 'unapplied_from_invoice';
  invoice?: string;
  creditNote?: string;
  description?: string;
  metadata?: Record<string, string>;
};

/** Changes a customer's balance and keeps the transaction that says why. Answers that transaction. */
export function changeBalance(context: RequestContext, change: BalanceChange): ApiObject {
  const customer = context.store.find<Customer>('customer', change.customer);
  const endingBalance = (customer?.balance ?? 0) + change.amount;
  const transaction: ApiObject = {
    id: newId('cbtxn', 24),
    object: 'customer_balance_transaction',
    amount: change.amount,
    checkout_session: null,
    created: context.now,
    credit_note: change.creditNote ?? null,
    currency: change.currency,
    customer: change.customer,
    customer_account: null,
    description: change.description ?? null,
    ending_balance: endingBalance,
    invoice: change.invoice ?? null,
    livemode: false,
    metadata: change.metadata ?? {},
    type: change.type,
  };
  context.store.insert('customer_balance_transaction', transaction, change.customer);
  if (customer) {
    const email = typeof customer.email === 'string' ? customer.email : null;
    const after = { ...customer, balance: endingBalance, currency: change.currency };
    context.store.save('customer', after, email);
    emitEvent(context, 'customer.updated', after, { balance: customer.balance });
  }
  return transaction;
}
