import type { Customer, TestClock } from '../billing/types.ts';
import type { RequestContext } from './route.ts';
import type { StoredObject } from './store.ts';

/** The clock that an object lives by: its own, or its customer's. '' is real time. */
export function clockOf(context: Pick<RequestContext, 'store'>, object: StoredObject): string {
  if (object.object === 'test_helpers.test_clock') return object.id;
  if (typeof object.test_clock === 'string') return object.test_clock;
  return typeof object.customer === 'string' ? clockOfCustomer(context, object.customer) : '';
}

function clockOfCustomer(context: Pick<RequestContext, 'store'>, customer: string): string {
  return context.store.find<Customer>('customer', customer)?.test_clock ?? '';
}

/**
 * The context in a clock's time. Work for the clock the context is already in keeps its moment, which may be one
 * that an advancing clock has just reached.
 */
export function atClock(context: RequestContext, clock: string): RequestContext {
  if (clock === context.clock || clock === '') return context;
  const found = context.store.find<TestClock>('test_helpers.test_clock', clock);
  return found ? { ...context, clock, now: found.frozen_time } : context;
}

/** The context in the time that a customer lives in. */
export function atCustomer(context: RequestContext, customer: string): RequestContext {
  return atClock(context, clockOfCustomer(context, customer));
}
