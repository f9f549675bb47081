import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ProviderAccount } from '../stripe/payment-provider.ts';
import { applyStep } from './apply-step.ts';
import { dueNotices } from './due-notices.ts';
import { dueStep } from './due-step.ts';
import { followed } from './follow-provider.ts';
import { hoursAfter } from './moments.ts';
import type { BilledSchool, Subscription } from './subscription.ts';

const at = (text: string) => new Date(text);

const school: BilledSchool = {
  id: 'school',
  name: 'School',
  nameAr: undefined,
  subdomain: 'school',
  locale: 'en',
  timeZone: 'Asia/Qatar',
  status: 'active',
  suspendedReason: undefined,
  groupId: undefined,
  customerId: 'cus_1',
  trialEndsAt: undefined,
};

const running: Subscription = {
  id: 'subscription',
  tenantId: 'school',
  status: 'active',
  plan: 'standard',
  cycle: 'monthly',
  groupPercent: '0',
  addOns: [],
  priceBookVersion: 1,
  startsAt: at('2026-01-18T00:00:00Z'),
  anchorAt: at('2026-02-01T00:00:00Z'),
  periodStart: at('2026-02-01T00:00:00Z'),
  periodEnd: at('2026-03-01T00:00:00Z'),
  cancelAtPeriodEnd: false,
  providerId: 'sub_1',
  paymentMethod: { brand: 'visa', last4: '4242' },
  monthTerms: [],
};

const facts = (now: Date) => ({
  priceBookVersion: 1,
  graceHours: 168,
  groupPercent: '0',
  onceCodes: [],
  now,
});

/** Takes every step that is due, as the worker does. */
function live(subscription: Subscription, now: Date): Subscription {
  let current = subscription;
  for (let step = dueStep(current, now); step; step = dueStep(current, now))
    current = applyStep(current, step, facts(now));
  return current;
}

const owing: ProviderAccount = {
  subscription: {
    id: 'sub_1',
    state: 'running',
    isPaused: false,
    reachedAt: at('2026-03-01T00:00:00Z'),
    cancelAtPeriodEnd: false,
    endedAt: undefined,
  },
  unpaid: [{ invoiceId: 'in_1', at: at('2026-03-01T00:00:00Z'), cents: 24_900, wasTried: true }],
  paymentMethod: { brand: 'visa', last4: '0341' },
};

describe('the clock of subscriptions', () => {
  it('billing S10: should suspend at the second that the grace of 7 x 24 hours ends', () => {
    const renewed = live(running, at('2026-03-01T00:00:00Z'));
    const failed = followed({ subscription: renewed, school }, owing, {
      graceHours: 168,
      now: at('2026-03-01T01:00:00Z'),
      isAhead: false,
    });
    expect(failed.status).toBe('past_due');
    expect(live(failed, at('2026-03-07T23:59:59Z')).status).toBe('past_due');
    const suspended = live(failed, at('2026-03-08T00:00:00Z'));
    expect([suspended.status, suspended.suspendedAt]).toEqual(['suspended', at('2026-03-08T00:00:00Z')]);
  });

  it('billing S10: should come to the same state whether the clock looks often or late', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 45 * 24 }), { maxLength: 20 }), (hours) => {
        const end = hoursAfter(at('2026-02-20T00:00:00Z'), 45 * 24);
        const looks = hours
          .sort((a, b) => a - b)
          .map((count) => hoursAfter(at('2026-02-20T00:00:00Z'), count));
        const often = looks.reduce(live, running);
        expect(live(often, end)).toEqual(live(running, end));
      }),
    );
  });

  it('billing S14: should count periods from the anchor, past short months', () => {
    const anchorAt = at('2026-01-31T10:00:00Z');
    let current: Subscription = {
      ...running,
      anchorAt,
      periodStart: anchorAt,
      periodEnd: at('2026-02-28T10:00:00Z'),
    };
    const starts: string[] = [];
    for (let month = 0; month < 3; month += 1) {
      const paid = { ...current, unpaidSince: undefined, graceEndsAt: undefined };
      current = live(paid, current.periodEnd ?? anchorAt);
      starts.push(current.periodStart?.toISOString() ?? '');
    }
    expect(starts).toEqual([
      '2026-02-28T10:00:00.000Z',
      '2026-03-31T10:00:00.000Z',
      '2026-04-30T10:00:00.000Z',
    ]);
  });

  it('billing S7: should take over the discount of a group at the renewal and not before', () => {
    const renewed = applyStep(
      running,
      { kind: 'renew', at: at('2026-03-01T00:00:00Z') },
      { ...facts(at('2026-03-01T00:00:00Z')), groupPercent: '10' },
    );
    expect([running.groupPercent, renewed.groupPercent]).toEqual(['0', '10']);
  });

  it('should not take "nothing is open" for "paid" before the provider has renewed too', () => {
    const renewed = live(running, at('2026-03-01T00:00:00Z'));
    const behind: ProviderAccount = {
      ...owing,
      unpaid: [],
      subscription: owing.subscription && { ...owing.subscription, reachedAt: at('2026-02-01T00:00:00Z') },
    };
    const look = { graceHours: 168, now: at('2026-03-01T00:00:01Z'), isAhead: false };
    expect(followed({ subscription: renewed, school }, behind, look).unpaidSince).toEqual(
      at('2026-03-01T00:00:00Z'),
    );
    expect(
      followed({ subscription: renewed, school }, { ...owing, unpaid: [] }, look).unpaidSince,
    ).toBeUndefined();
  });

  it('should leave the end of a period to the clock, which bills what was used, when Stripe tells of the end first', () => {
    const ending: Subscription = { ...running, cancelAtPeriodEnd: true };
    const ended: ProviderAccount = {
      subscription: owing.subscription && {
        ...owing.subscription,
        state: 'ended',
        endedAt: ending.periodEnd,
      },
      unpaid: [],
      paymentMethod: ending.paymentMethod,
    };
    const atEnd = { graceHours: 168, now: at('2026-03-01T00:00:00Z'), isAhead: false };
    const seen = followed({ subscription: ending, school }, ended, atEnd);
    expect(seen.status).toBe('active');
    expect(dueStep(seen, atEnd.now)).toEqual({ kind: 'end', at: atEnd.now });
    // Before its end it was ended there by hand.
    const before = { ...atEnd, now: at('2026-02-20T00:00:00Z') };
    expect(followed({ subscription: ending, school }, ended, before).status).toBe('cancelled');
  });

  it('should leave a school alone that staff suspended, whatever was paid', () => {
    const suspended: Subscription = {
      ...running,
      status: 'suspended',
      unpaidSince: at('2026-03-01T00:00:00Z'),
    };
    const byStaff = { ...school, status: 'suspended' as const, suspendedReason: 'Abuse' };
    const look = { graceHours: 168, now: at('2026-03-10T00:00:00Z'), isAhead: false };
    expect(
      followed({ subscription: suspended, school: byStaff }, { ...owing, unpaid: [] }, look).status,
    ).toBe('suspended');
    const byBilling = { ...byStaff, suspendedReason: 'payment_overdue' };
    expect(
      followed({ subscription: suspended, school: byBilling }, { ...owing, unpaid: [] }, look).status,
    ).toBe('active');
  });

  it('should say the nearest countdown alone, under one key for as long as it is the nearest', () => {
    const trial: Subscription = { ...running, status: 'trialing', trialEndsAt: at('2026-01-24T09:00:00Z') };
    const keys = (now: string) => dueNotices(trial, at(now)).map(({ key }) => key);
    expect(keys('2026-01-17T08:59:59Z')).toEqual([]);
    expect(keys('2026-01-17T09:00:00Z')).toEqual(['7:2026-01-24T09:00:00.000Z']);
    expect(keys('2026-01-22T00:00:00Z')).toEqual(['3:2026-01-24T09:00:00.000Z']);
    expect(keys('2026-01-23T09:00:00Z')).toEqual(['1:2026-01-24T09:00:00.000Z']);
  });
});
