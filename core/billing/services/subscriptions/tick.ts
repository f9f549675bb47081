import type pg from 'pg';
import type { Logger } from '../../../observability/index.ts';
import { asSystem, inTransaction, type Queryable } from '../../../tenancy/index.ts';
import { DUE_SCHOOLS } from '../../sql/subscriptions.ts';
import { draftInvoice } from '../invoices/draft-invoice.ts';
import type { PriceBookContent } from '../price-book/content.ts';
import { bookAt, bookVersion } from '../price-book/read-book.ts';
import { isPriced } from '../terms.ts';
import type { Account } from './account-row.ts';
import { applyStep, type StepFacts } from './apply-step.ts';
import { dueStep, LAPSE_DAYS, RETENTION_DAYS, type Step } from './due-step.ts';
import { type Intent, intend } from './intents.ts';
import { stepOrders } from './invoice-orders.ts';
import { hoursAfter } from './moments.ts';
import { BILLING_REASONS, type SchoolStates } from './school-states.ts';
import { groupPercentOf, lockAccount, payingGroupOf } from './store.ts';
import type { Subscription } from './subscription.ts';
import { writeChange } from './write-change.ts';

export type TickOptions = {
  pool: pg.Pool;
  logger: Logger;
  schools: SchoolStates;
  /**
   * Asks the provider once more about a school before it is suspended, so that a payment whose message is late counts. A
   * failure postpones the suspension.
   */
  askProvider: (tenantId: string, now: Date) => Promise<void>;
};

const MOST_SCHOOLS = 500;
/** More steps than a school can owe; a loop that does not end is a mistake. */
const MOST_STEPS = 60;

/**
 * Does what the clock asks of every subscription at `now`: trial and grace ends, renewals with what was planned for them,
 * ends, suspensions. Safe to run twice and in several processes: a step is decided and written under the lock of its school.
 * Returns how many steps were taken.
 */
export async function tickSubscriptions(options: TickOptions, now: Date): Promise<number> {
  return asSystem(async () => {
    const retained = hoursAfter(now, -Math.min(LAPSE_DAYS, RETENTION_DAYS) * 24);
    const { rows } = await options.pool.query<{ id: string }>(DUE_SCHOOLS, [now, retained, MOST_SCHOOLS]);
    let steps = 0;
    for (const { id } of rows) {
      try {
        steps += await tickSchool(options, id, now);
      } catch (err) {
        options.logger.error({
          err,
          tenant: id,
          msg: 'a subscription could not take its step; it is tried again',
        });
      }
    }
    return steps;
  }, 'subscriptions');
}

/** The same for one school, all its due steps in order. */
export async function tickSchool(options: TickOptions, tenantId: string, now: Date): Promise<number> {
  let hasAsked = false;
  for (let steps = 0; steps < MOST_STEPS; ) {
    const outcome = await asSystem(() =>
      inTransaction(options.pool, async (client) => {
        const account = await lockAccount(client, tenantId);
        const step = dueStep(account.subscription, now);
        if (!step) return 'none';
        if (step.kind === 'suspend' && !hasAsked && account.school.customerId) return 'ask';
        await takeStep(client, { account, step, now, schools: options.schools });
        return 'taken';
      }),
    );
    if (outcome === 'none') return steps;
    if (outcome === 'taken') steps += 1;
    else {
      await options.askProvider(tenantId, now);
      hasAsked = true;
    }
  }
  throw new Error(`School ${tenantId} has more than ${MOST_STEPS} steps due.`);
}

async function takeStep(
  client: Queryable,
  { account, step, now, schools }: { account: Account; step: Step; now: Date; schools: SchoolStates },
): Promise<void> {
  const { subscription: before, school } = account;
  const after = applyStep(before, step, await factsOf(client, account, step, now));
  const { content } = await bookVersion(client, after.priceBookVersion);
  if (isPriced(content, after))
    for (const order of stepOrders(step, before, after)) await draftInvoice(client, order, step.at);
  for (const intent of intentsOf(step, before, after, content))
    await intend(client, school, intent, { reason: `${step.kind}${keyOf(intent)}`, now: step.at });
  if (step.kind === 'begin') await schools.activate(client, school.id);
  if (step.kind === 'suspend') {
    const reason =
      before.anchorAt?.getTime() === before.unpaidSince?.getTime()
        ? BILLING_REASONS.trial
        : BILLING_REASONS.unpaid;
    await schools.suspend(client, school.id, before.trialEndsAt ? reason : BILLING_REASONS.unpaid);
  }
  if (step.kind === 'end') await schools.suspend(client, school.id, BILLING_REASONS.ended);
  if (step.kind === 'purge') await schools.archive(client, school.id);
  const reason = {
    adopt: 'adopted',
    begin: 'trial_ended',
    month: 'month_billed',
    renew: 'renewed',
    overdue: 'past_due',
    suspend: 'suspended',
    end: 'ended',
    lapse: 'lapsed',
    purge: 'purged',
  };
  await writeChange(client, {
    before,
    after,
    school,
    at: step.kind === 'adopt' ? now : step.at,
    reason: reason[step.kind],
    actor: { kind: 'system', label: 'billing' },
  });
}

async function factsOf(
  client: Queryable,
  { subscription, school }: Account,
  { kind, at }: Step,
  now: Date,
): Promise<StepFacts> {
  const book = await bookAt(client, kind === 'adopt' ? now : at);
  const isPriced = kind === 'adopt' || kind === 'begin' || kind === 'renew';
  return {
    priceBookVersion: book.version,
    graceHours: book.content.graceHours,
    groupPercent: isPriced ? await groupPercentOf(client, school, book.content) : subscription.groupPercent,
    trialEndsAt: school.trialEndsAt,
    payerGroup: isPriced ? await nextPayer(client, { subscription, school }, kind) : subscription.payerGroup,
    onceCodes: book.content.addOns.filter((addOn) => addOn.kind === 'once').map(({ code }) => code),
    now,
  };
}

// A group begins to pay when it takes the school over, which ends what the provider charges by itself; until then that goes
// on. It ceases with a period.
async function nextPayer(
  client: Queryable,
  { subscription: { payerGroup, providerId }, school }: Account,
  kind: Step['kind'],
): Promise<string | undefined> {
  const isOwn = kind === 'adopt' || payerGroup === undefined;
  return isOwn && providerId ? undefined : payingGroupOf(client, school);
}

// The provider renews and collects by itself; it is told what it cannot know.
function intentsOf(
  { kind }: Step,
  before: Subscription,
  after: Subscription,
  book: PriceBookContent,
): Intent[] {
  const intent = (name: 'start' | 'pause' | 'end'): Intent => ({ kind: name, payload: {} });
  if (kind === 'adopt') return before.status === 'suspended' ? [] : [intent('start')];
  if (kind === 'suspend') return [intent('pause')];
  if (kind === 'end' || kind === 'lapse') return [intent('end')];
  if (kind === 'renew' && before.payerGroup && !after.payerGroup)
    return [...onceCharges(before, after, book), intent('start')];
  if (kind === 'renew' && before.cycle === 'yearly' && before.pendingCycle === 'monthly')
    return [intent('start')];
  return [];
}

// What was ordered once while the group paid is charged with the school's own first invoice.
function onceCharges(before: Subscription, after: Subscription, book: PriceBookContent): Intent[] {
  const isGone = ({ code }: { code: string }) => !after.addOns.some((addOn) => addOn.code === code);
  return before.addOns.filter(isGone).flatMap(({ code }) => {
    const addOn = book.addOns.find((entry) => entry.code === code);
    const payload = addOn && { code, cents: addOn.cents, description: addOn.name.en };
    return payload ? [{ kind: 'charge' as const, payload }] : [];
  });
}

function keyOf(intent: Intent): string {
  return intent.kind === 'charge' ? `:${intent.payload.code}` : '';
}
