import type { Phase, Schedule, Subscription } from '../billing/types.ts';
import { emitEvent } from '../core/emit-event.ts';
import { previousAttributes, type RequestContext } from '../core/route.ts';
import { applyPhase } from './apply-phase.ts';
import { endSubscription } from './cancel-subscription.ts';
import { createSubscription } from './create-subscription.ts';
import { setDue } from './due-work.ts';
import { saveSubscription } from './save-subscription.ts';

/** Stores a schedule, keeps its due work right and tells of it with the events given. */
export function saveSchedule(
  context: RequestContext,
  before: Schedule | undefined,
  after: Schedule,
  events: readonly string[],
): Schedule {
  if (before) context.store.save('subscription_schedule', after, after.customer);
  else context.store.insert('subscription_schedule', after, after.customer);
  setDue(context, 'schedule', after.id, nextMoment(after));
  for (const type of events) {
    const previous = before && type.endsWith('.updated') ? previousAttributes(before, after) : undefined;
    emitEvent(context, type, after, previous);
  }
  return after;
}

function nextMoment(schedule: Schedule): number | undefined {
  if (schedule.status === 'not_started') return schedule.phases[0]?.start_date;
  return schedule.status === 'active' ? schedule.current_phase?.end_date : undefined;
}

/** The phase that a moment falls into, or undefined. */
export function phaseAt(phases: readonly Phase[], moment: number): Phase | undefined {
  return phases.find((phase) => phase.start_date <= moment && moment < phase.end_date);
}

/** Does what is due on a schedule: its start, its next phase, or its end. */
export function advanceSchedule(context: RequestContext, id: string): void {
  const schedule = context.store.find<Schedule>('subscription_schedule', id);
  if (!schedule) return;
  if (schedule.status === 'not_started') {
    startSchedule(context, schedule);
    return;
  }
  const subscription = context.store.find<Subscription>('subscription', schedule.subscription ?? '');
  if (schedule.status !== 'active' || !subscription) return;
  const phase = phaseAt(schedule.phases, context.now);
  if (!phase) {
    endSchedule(context, schedule, subscription);
    return;
  }
  const after: Schedule = {
    ...schedule,
    current_phase: { end_date: phase.end_date, start_date: phase.start_date },
  };
  saveSchedule(context, schedule, after, ['subscription_schedule.updated']);
  applyPhase(context, subscription, phase);
}

/** Makes the subscription of the first phase. Answers the schedule, which is active from now on. */
export function startSchedule(context: RequestContext, schedule: Schedule): Schedule {
  const [phase] = schedule.phases;
  if (!phase) return schedule;
  const subscription = createSubscription(context, {
    customer: schedule.customer,
    items: phase.items.map(({ price, quantity }) => ({ price, quantity })),
    discounts: phase.discounts.map(toDiscountParam),
    metadata: phase.metadata as Record<string, string>,
  });
  saveSubscription(context, subscription, { ...subscription, schedule: schedule.id });
  const after: Schedule = {
    ...schedule,
    current_phase: { end_date: phase.end_date, start_date: phase.start_date },
    status: 'active',
    subscription: subscription.id,
  };
  return saveSchedule(context, schedule, after, ['subscription_schedule.updated']);
}

function endSchedule(context: RequestContext, schedule: Schedule, subscription: Subscription): void {
  if (schedule.end_behavior === 'cancel') {
    endSubscription(context, { ...subscription, schedule: null });
    const done: Schedule = {
      ...schedule,
      completed_at: context.now,
      current_phase: null,
      status: 'completed',
    };
    saveSchedule(context, schedule, done, ['subscription_schedule.completed']);
    return;
  }
  releaseSchedule(context, schedule);
}

/** Lets the subscription go on by itself, as it is now. */
export function releaseSchedule(context: RequestContext, schedule: Schedule): Schedule {
  const subscription = context.store.find<Subscription>('subscription', schedule.subscription ?? '');
  if (subscription) saveSubscription(context, subscription, { ...subscription, schedule: null });
  const after: Schedule = {
    ...schedule,
    current_phase: null,
    released_at: context.now,
    released_subscription: schedule.subscription,
    status: 'released',
    subscription: null,
  };
  return saveSchedule(context, schedule, after, ['subscription_schedule.released']);
}

/** A discount of a phase as a parameter: an existing one is kept, a coupon makes a new one. */
export function toDiscountParam(discount: Phase['discounts'][number]) {
  return {
    coupon: discount.coupon ?? undefined,
    discount: discount.discount ?? undefined,
    promotion_code: discount.promotion_code ?? undefined,
  };
}
