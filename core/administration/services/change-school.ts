import type pg from 'pg';
import { billingNow, followSchoolState, groupChanged, setPlanByStaff } from '../../billing/index.ts';
import { OUTBOX_CHANNEL } from '../../jobs/index.ts';
import { AppError } from '../../kernel/index.ts';
import { type AuditEvent, recordAudit } from '../../observability/index.ts';
import { asSystem, currentScope, inTransaction, type Queryable } from '../../tenancy/index.ts';
import { LOCK_SCHOOL, SET_STATE, WAKE_EVENTS } from '../sql/school-states.ts';
import { TRIAL_DAYS } from './provision-school.ts';
import { nextState, type SchoolState, type StateAction } from './school-states.ts';

/** Who changes a school: a member of staff, or the system for the clock and the command line. */
export type Actor = AuditEvent['actor'];

export type StateChange = {
  tenantId: string;
  action: StateAction;
  actor: Actor;
  /** Needed to suspend; the school reads it. */
  reason?: string | undefined;
  /** Needed to archive: the subdomain, typed. */
  confirm?: string | undefined;
  /** Set by billing, which writes the subscription itself; otherwise the subscription follows the school. */
  isByBilling?: boolean;
};

export type ChangedSchool = { id: string; state: SchoolState; changed: boolean };

type SchoolRow = {
  id: string;
  name: string;
  subdomain: string;
  status: SchoolState;
  plan: string;
  group_id: string | null;
  trial_ends_at: Date | null;
  trial_lasts: boolean;
};

/**
 * Takes a school from one state to another, with its subscription, in one transaction with its audit entry. The row is
 * locked first, so that of two people one acts and the other meets the new state; the same action again changes nothing.
 * Throws resource.not_found, tenant.state_refused, tenant.reason_needed or tenant.confirmation_wrong.
 */
export async function changeState(pool: pg.Pool, change: StateChange): Promise<ChangedSchool> {
  return changing(pool, change.tenantId, (client, school) => changeStateOf(client, school, change));
}

/** The same in a transaction of the caller, in the platform's scope. */
export async function changeStateIn(client: Queryable, change: StateChange): Promise<ChangedSchool> {
  return changeStateOf(client, await lockSchool(client, change.tenantId), change);
}

async function changeStateOf(
  client: Queryable,
  school: SchoolRow,
  change: StateChange,
): Promise<ChangedSchool> {
  const next = nextState(change.action, school.status);
  if (next.kind === 'refused') throw new AppError('tenant.state_refused', { state: school.status });
  if (next.kind === 'same') return { id: school.id, state: school.status, changed: false };
  const reason = change.reason?.trim() || null;
  if (change.action === 'suspend' && reason === null) throw new AppError('tenant.reason_needed');
  if (change.action === 'archive' && change.confirm?.trim().toLowerCase() !== school.subdomain)
    throw new AppError('tenant.confirmation_wrong', { subdomain: school.subdomain });
  const state = change.action === 'resume' && school.trial_lasts ? 'trial' : next.state;
  await client.query(SET_STATE, [
    school.id,
    state,
    reason,
    change.action === 'start_trial' ? TRIAL_DAYS : null,
    billingNow(),
  ]);
  if (!change.isByBilling)
    await followSchoolState(client, { tenantId: school.id, state, actor: change.actor, now: billingNow() });
  if (state === 'trial' || state === 'active') {
    await client.query(WAKE_EVENTS, [school.id]);
    await client.query(`notify ${OUTBOX_CHANNEL}`);
  }
  await recordAudit(client, {
    ...entry(school, change.actor, `tenants.${change.action}`),
    before: { status: school.status },
    after: { status: state },
    ...(reason ? { details: { reason } } : {}),
  });
  return { id: school.id, state, changed: true };
}

/** Puts a school on another plan, by its code. Throws resource.not_found or tenant.plan_unknown. */
export async function changePlan(
  pool: pg.Pool,
  change: { tenantId: string; plan: string; actor: Actor },
): Promise<{ changed: boolean }> {
  return changing(pool, change.tenantId, async (client, school) => {
    const { rows } = await client.query('select id, code from plans order by monthly_price_cents');
    const plan = rows.find((row) => row.code === change.plan);
    if (!plan)
      throw new AppError('tenant.plan_unknown', {
        plan: change.plan,
        plans: rows.map((row) => row.code).join(', '),
      });
    if (plan.code === school.plan) return { changed: false };
    await client.query('update tenants set plan_id = $2, updated_at = now() where id = $1', [
      school.id,
      plan.id,
    ]);
    await setPlanByStaff(client, {
      tenantId: school.id,
      plan: plan.code,
      actor: change.actor,
      now: billingNow(),
    });
    await recordAudit(client, {
      ...entry(school, change.actor, 'tenants.plan'),
      before: { plan: school.plan },
      after: { plan: plan.code },
    });
    return { changed: true };
  });
}

/** Puts a school into a group of one owner, or out of it with null. Throws resource.not_found or tenant.group_unknown. */
export async function changeGroup(
  pool: pg.Pool,
  change: { tenantId: string; group: string | null; actor: Actor },
): Promise<{ changed: boolean }> {
  return changing(pool, change.tenantId, async (client, school) => {
    if (change.group === school.group_id) return { changed: false };
    if (change.group !== null) {
      const { rowCount } = await client.query('select from school_groups where id = $1', [change.group]);
      if (rowCount === 0) throw new AppError('tenant.group_unknown');
    }
    await client.query('update tenants set group_id = $2, updated_at = now() where id = $1', [
      school.id,
      change.group,
    ]);
    const groups = [school.group_id, change.group];
    await groupChanged(client, { tenantId: school.id, groups, now: billingNow() });
    await recordAudit(client, {
      ...entry(school, change.actor, 'tenants.group'),
      before: { group: school.group_id },
      after: { group: change.group },
    });
    return { changed: true };
  });
}

function changing<T>(
  pool: pg.Pool,
  tenantId: string,
  work: (client: Queryable, school: SchoolRow) => Promise<T>,
): Promise<T> {
  return asPlatform(() =>
    inTransaction(pool, async (client) => {
      return work(client, await lockSchool(client, tenantId));
    }),
  );
}

async function lockSchool(client: Queryable, tenantId: string): Promise<SchoolRow> {
  const { rows } = await client.query(LOCK_SCHOOL, [tenantId, billingNow()]);
  if (!rows[0]) throw new AppError('resource.not_found');
  return rows[0] as SchoolRow;
}

function entry(school: SchoolRow, actor: Actor, action: string) {
  return {
    category: 'admin' as const,
    action,
    actor,
    subject: { collection: 'tenants', id: school.id, label: school.name },
    tenantId: school.id,
  };
}

// The scope of the console keeps the address and the request of whoever acts; a school's scope reaches no tenants.
function asPlatform<T>(work: () => T): T {
  return currentScope()?.kind === 'platform' ? work() : asSystem(work);
}
