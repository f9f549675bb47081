import type Stripe from 'stripe';
import type { Schedule, Subscription } from '../billing/types.ts';
import { invalidRequest } from '../core/api-error.ts';
import { newId } from '../core/ids.ts';
import { mergeMetadata } from '../core/metadata.ts';
import { type RequestContext, type Route, sdkRoute } from '../core/route.ts';
import { listRoute, type Resource, retrieveRoute } from '../core/standard-routes.ts';
import { atCustomer } from '../core/timeline.ts';
import { cancelSubscription } from '../engine/cancel-subscription.ts';
import { requireByParam, requireByPath, requireCustomerParam } from '../engine/find-object.ts';
import { type PhaseParams, phaseOfSubscription, readPhases } from '../engine/read-phases.ts';
import { saveSubscription } from '../engine/save-subscription.ts';
import { phaseAt, releaseSchedule, saveSchedule, startSchedule } from '../engine/schedules.ts';

const schedules: Resource = {
  path: '/v1/subscription_schedules',
  kind: 'subscription_schedule',
  label: 'subscription schedule',
};

type Metadata = Record<string, string> | '' | undefined;

function requireSchedule(given: RequestContext): { context: RequestContext; schedule: Schedule } {
  const schedule = requireByPath<Schedule>(given, schedules.kind, schedules.label);
  return { context: atCustomer(given, schedule.customer), schedule };
}

function blank(context: RequestContext, customer: string, clock: string | null): Schedule {
  return {
    id: newId('sub_sched', 24),
    object: schedules.kind,
    application: null,
    billing_mode: { flexible: { proration_discounts: 'included' }, type: 'flexible' },
    canceled_at: null,
    completed_at: null,
    created: context.now,
    current_phase: null,
    customer,
    customer_account: null,
    default_settings: {
      application_fee_percent: null,
      automatic_tax: { disabled_reason: null, enabled: false, liability: null },
      billing_cycle_anchor: 'automatic',
      billing_thresholds: null,
      collection_method: 'charge_automatically',
      default_payment_method: null,
      description: null,
      invoice_settings: {
        account_tax_ids: null,
        custom_fields: null,
        days_until_due: null,
        description: null,
        footer: null,
        issuer: { type: 'self' },
      },
      on_behalf_of: null,
      transfer_data: null,
    },
    end_behavior: 'release',
    livemode: false,
    metadata: {},
    pause_schedules: [],
    phases: [],
    released_at: null,
    released_subscription: null,
    status: 'not_started',
    subscription: null,
    test_clock: clock,
  };
}

const create = sdkRoute<Stripe.SubscriptionScheduleCreateParams>({
  method: 'POST',
  path: schedules.path,
  handle(given, params) {
    const subscription = params.from_subscription
      ? requireByParam<Subscription>(given, 'subscription', params.from_subscription, 'from_subscription')
      : undefined;
    const customer = requireCustomerParam(given, params.customer ?? subscription?.customer);
    const context = atCustomer(given, customer.id);
    const base: Schedule = {
      ...blank(context, customer.id, customer.test_clock),
      end_behavior: params.end_behavior ?? 'release',
      metadata: mergeMetadata({}, params.metadata as Metadata),
    };
    if (subscription) return fromSubscription(context, base, subscription);
    const start = typeof params.start_date === 'number' ? params.start_date : context.now;
    const phases = readPhases(context, (params.phases ?? []) as unknown as PhaseParams[], start);
    const [first] = phases;
    if (!first) throw invalidRequest('Missing required param: phases.', 'phases', 'parameter_missing');
    const created = saveSchedule(context, undefined, { ...base, phases }, ['subscription_schedule.created']);
    return first.start_date <= context.now ? startSchedule(context, created) : created;
  },
});

function fromSubscription(context: RequestContext, base: Schedule, subscription: Subscription): Schedule {
  if (subscription.schedule !== null) {
    throw invalidRequest(
      'You cannot migrate a subscription that is already attached to a schedule.',
      'from_subscription',
    );
  }
  const phase = phaseOfSubscription(subscription);
  const schedule: Schedule = {
    ...base,
    billing_mode: subscription.billing_mode,
    current_phase: { end_date: phase.end_date, start_date: phase.start_date },
    phases: [phase],
    status: 'active',
    subscription: subscription.id,
  };
  saveSubscription(context, subscription, { ...subscription, schedule: schedule.id });
  return saveSchedule(context, undefined, schedule, ['subscription_schedule.created']);
}

/** The phases replace the ones from the current phase on; the current one keeps its start. */
const update = sdkRoute<Stripe.SubscriptionScheduleUpdateParams>({
  method: 'POST',
  path: `${schedules.path}/:id`,
  handle(given, params) {
    const { context, schedule } = requireSchedule(given);
    if (schedule.status !== 'active' && schedule.status !== 'not_started') throw ended(schedule);
    const start = schedule.current_phase?.start_date ?? schedule.phases[0]?.start_date ?? context.now;
    const phases = params.phases
      ? readPhases(context, params.phases as unknown as PhaseParams[], start)
      : schedule.phases;
    const current = schedule.status === 'active' ? phaseAt(phases, context.now) : undefined;
    if (schedule.status === 'active' && !current) {
      throw invalidRequest('The phases must include the current phase.', 'phases');
    }
    const after: Schedule = {
      ...schedule,
      current_phase: current ? { end_date: current.end_date, start_date: current.start_date } : null,
      end_behavior: params.end_behavior ?? schedule.end_behavior,
      metadata: mergeMetadata(schedule.metadata, params.metadata as Metadata),
      phases,
    };
    return saveSchedule(context, schedule, after, ['subscription_schedule.updated']);
  },
});

const release = sdkRoute<Stripe.SubscriptionScheduleReleaseParams>({
  method: 'POST',
  path: `${schedules.path}/:id/release`,
  handle(given) {
    const { context, schedule } = requireSchedule(given);
    if (schedule.status !== 'active' && schedule.status !== 'not_started') throw ended(schedule);
    return releaseSchedule(context, schedule);
  },
});

const cancel = sdkRoute<Stripe.SubscriptionScheduleCancelParams>({
  method: 'POST',
  path: `${schedules.path}/:id/cancel`,
  handle(given, params) {
    const { context, schedule } = requireSchedule(given);
    if (schedule.status !== 'active' && schedule.status !== 'not_started') throw ended(schedule);
    const subscription = context.store.find<Subscription>('subscription', schedule.subscription ?? '');
    if (subscription) {
      const options = { invoiceNow: params.invoice_now ?? true, prorate: params.prorate ?? true };
      cancelSubscription(context, { ...subscription, schedule: null }, options);
    }
    const after: Schedule = {
      ...schedule,
      canceled_at: context.now,
      current_phase: null,
      status: 'canceled',
    };
    return saveSchedule(context, schedule, after, ['subscription_schedule.canceled']);
  },
});

function ended(schedule: Schedule): Error {
  return invalidRequest(
    `You cannot change this subscription schedule: it is currently in the \`${schedule.status}\` status.`,
    'id',
  );
}

export const subscriptionScheduleRoutes: Route[] = [
  create,
  update,
  release,
  cancel,
  retrieveRoute(schedules),
  listRoute<Stripe.SubscriptionScheduleListParams>(
    schedules,
    (schedule, params) => params.customer === undefined || schedule.customer === params.customer,
  ),
];
