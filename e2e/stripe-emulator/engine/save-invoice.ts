import type { Invoice } from '../billing/types.ts';
import { emitEvent } from '../core/emit-event.ts';
import { previousAttributes, type RequestContext } from '../core/route.ts';
import { scheduleInvoice } from './create-invoice.ts';

/**
 * Stores a changed invoice, keeps its due work right and emits one event for each type, in that order. The event
 * invoice.updated carries what changed. Answers the invoice as stored.
 */
export function saveInvoice(
  context: RequestContext,
  before: Invoice,
  after: Invoice,
  events: readonly string[],
): Invoice {
  context.store.save('invoice', after, after.customer);
  scheduleInvoice(context, after);
  for (const type of events) {
    const previous = type === 'invoice.updated' ? previousAttributes(before, after) : undefined;
    emitEvent(context, type, after, previous);
  }
  return after;
}
