import type Stripe from 'stripe';
import type { Customer, TestClock } from '../billing/types.ts';
import { invalidRequest } from '../core/api-error.ts';
import { emitEvent } from '../core/emit-event.ts';
import { newId } from '../core/ids.ts';
import { type Route, sdkRoute } from '../core/route.ts';
import { listRoute, type Resource, retrieveRoute } from '../core/standard-routes.ts';
import { atClock } from '../core/timeline.ts';
import { requireByPath } from '../engine/find-object.ts';
import { removeCustomer } from './remove-customer.ts';

const clocks: Resource = {
  path: '/v1/test_helpers/test_clocks',
  kind: 'test_helpers.test_clock',
  label: 'test clock',
};

/** Stripe keeps a clock for 30 days of real time. Here it stays until somebody deletes it. */
const lifetime = 30 * 86_400;
/** Stripe moves a clock by at most two intervals of its longest price; the emulator only stops nonsense. */
const longestStep = 10 * 366 * 86_400;

const create = sdkRoute<Stripe.TestHelpers.TestClockCreateParams>({
  method: 'POST',
  path: clocks.path,
  handle(context, params) {
    const clock: TestClock = {
      id: newId('clock', 24),
      object: clocks.kind,
      created: context.now,
      deletes_after: context.now + lifetime,
      frozen_time: params.frozen_time,
      livemode: false,
      name: params.name ?? null,
      status: 'ready',
      status_details: {},
    };
    context.store.insert(clocks.kind, clock);
    emitEvent(context, 'test_helpers.test_clock.created', clock);
    return clock;
  },
});

/** Answers `advancing` at once; the work follows, and test_helpers.test_clock.ready tells when it is done. */
const advance = sdkRoute<Stripe.TestHelpers.TestClockAdvanceParams>({
  method: 'POST',
  path: `${clocks.path}/:id/advance`,
  handle(context, params) {
    const clock = requireByPath<TestClock>(context, clocks.kind, clocks.label);
    if (clock.status === 'advancing') {
      throw invalidRequest('Test clock advancement underway - cannot perform modifications.', 'id');
    }
    if (params.frozen_time <= clock.frozen_time) {
      throw invalidRequest(
        'The `frozen_time` must be in the future of the current frozen time.',
        'frozen_time',
      );
    }
    if (params.frozen_time - clock.frozen_time > longestStep) {
      throw invalidRequest('The `frozen_time` is too far in the future.', 'frozen_time');
    }
    const advancing: TestClock = {
      ...clock,
      status: 'advancing',
      status_details: { advancing: { target_frozen_time: params.frozen_time } },
    };
    context.store.save(clocks.kind, advancing);
    emitEvent(context, 'test_helpers.test_clock.advancing', advancing);
    return advancing;
  },
});

const remove = sdkRoute<Record<never, never>>({
  method: 'DELETE',
  path: `${clocks.path}/:id`,
  handle(context) {
    const clock = requireByPath<TestClock>(context, clocks.kind, clocks.label);
    const local = atClock(context, clock.id);
    for (const customer of context.store.list<Customer>('customer')) {
      if (customer.test_clock === clock.id && !customer.deleted) removeCustomer(local, customer);
    }
    context.store.remove(clocks.kind, clock.id);
    emitEvent(context, 'test_helpers.test_clock.deleted', clock);
    return { id: clock.id, object: clocks.kind, deleted: true };
  },
});

export const testClockRoutes: Route[] = [
  create,
  retrieveRoute(clocks),
  listRoute<Stripe.TestHelpers.TestClockListParams>(clocks, () => true),
  advance,
  remove,
];
