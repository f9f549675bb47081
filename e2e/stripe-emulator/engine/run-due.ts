import type { Invoice, Subscription } from '../billing/types.ts';
import { emitEvent } from '../core/emit-event.ts';
import type { RequestContext } from '../core/route.ts';
import { isUnanswered } from '../webhooks/delivery-rows.ts';
import { collectInvoice } from './collect-invoice.ts';
import { draftTime } from './create-invoice.ts';
import { type DueWork, setDue } from './due-work.ts';
import { finalizeAndCollect } from './finalize-invoice.ts';
import { advanceSubscription } from './renew-subscription.ts';
import { followInvoice } from './save-subscription.ts';
import { advanceSchedule } from './schedules.ts';

/** A draft waits at most this long for an endpoint to answer invoice.created, in seconds, as Stripe does. */
const longestWait = 72 * 3600;

/**
 * Does one piece of due work in a context that is at its moment. Runs inside a transaction. Work that does not put
 * itself back on the list is done.
 */
export function runDue(context: RequestContext, work: DueWork): void {
  setDue(context, work.task, work.object, undefined);
  switch (work.task) {
    case 'schedule':
      advanceSchedule(context, work.object);
      return;
    case 'subscription':
      advanceSubscription(context, work.object);
      return;
    case 'invoice':
      finalizeDraft(context, work.object);
      return;
    case 'invoice_overdue':
      noteOverdue(context, work.object);
      return;
    case 'invoice_retry':
      tryAgain(context, work.object);
      return;
    case 'trial_will_end': {
      const subscription = context.store.find<Subscription>('subscription', work.object);
      if (subscription) emitEvent(context, 'customer.subscription.trial_will_end', subscription);
    }
  }
}

function finalizeDraft(context: RequestContext, id: string): void {
  const invoice = context.store.find<Invoice>('invoice', id);
  if (invoice?.status !== 'draft' || !invoice.auto_advance) return;
  const isWaiting = isUnanswered(context.store, id, 'invoice.created');
  if (isWaiting && context.now < invoice.created + draftTime + longestWait) {
    setDue(context, 'invoice', id, context.now + draftTime);
    return;
  }
  finalizeAndCollect(context, invoice);
}

function tryAgain(context: RequestContext, id: string): void {
  const invoice = context.store.find<Invoice>('invoice', id);
  if (invoice?.status === 'open') collectInvoice(context, invoice);
}

function noteOverdue(context: RequestContext, id: string): void {
  const invoice = context.store.find<Invoice>('invoice', id);
  if (invoice?.status !== 'open') return;
  emitEvent(context, 'invoice.overdue', invoice);
  followInvoice(context, invoice, false);
}
