import type { Payload } from 'payload';
import type pg from 'pg';
import { createTestSystem, insertRow, type TestSchool, type TestSystem } from '../../support/index.ts';
import { type Actor, castActors } from './actors.ts';
import { type ChangeLog, openChangeLog } from './change-log.ts';
import { type Deliveries, openDeliveries } from './deliveries.ts';
import { keepLogLines } from './log-lines.ts';
import { canaryOf, plantSet, type RowSet, type Target } from './plant.ts';

/** Two schools full of canaries, the people who ask, and a log of every row that changes. */
export type World = {
  system: TestSystem;
  alpha: TestSchool;
  beta: TestSchool;
  rows: Record<Target, RowSet>;
  actors: Actor[];
  changes: ChangeLog;
  deliveries: Deliveries;
  /** What the product logged so far, a line each. */
  logLines: () => string[];
};

/** Builds the world. `names` are the people wanted; fewer of them make it sooner. */
export async function createWorld(names: readonly string[]): Promise<World> {
  const logLines = keepLogLines();
  const system = await createTestSystem({ environment: { LOG_LEVEL: 'info' } });
  const { payload, admin } = system;
  const [alpha, beta] = [await system.addSchool('alpha'), await system.addSchool('beta')];
  const shared = await catalogueRows(admin);
  const own = await plantSet(payload, admin, alpha, 'own', shared);
  const other = await plantSet(payload, admin, alpha, 'other', shared);
  const foreign = await plantSet(payload, admin, beta, 'foreign', shared);
  const rows = { own, other, foreign };
  for (const [slug, id] of shared) own.set(slug, id);
  await plantPlatformRows(payload, admin, { alpha, beta, rows });
  await plantAccounts(admin, { alpha, beta, rows });
  const actors = await castActors({ system, alpha, beta, own }, names);
  return {
    system,
    alpha,
    beta,
    rows,
    actors,
    logLines,
    deliveries: openDeliveries(system),
    changes: await openChangeLog(system.adminUrl),
  };
}

// Rows of the catalogue that every school may refer to.
async function catalogueRows(admin: pg.Pool): Promise<RowSet> {
  const ids: RowSet = new Map();
  for (const table of ['plugins', 'plugin_versions', 'plans', 'permissions'])
    ids.set(table.replace('_', '-'), (await admin.query(`select id from ${table} limit 1`)).rows[0]?.id);
  return ids;
}

type Planting = { alpha: TestSchool; beta: TestSchool; rows: Record<Target, RowSet> };

async function plantPlatformRows(
  payload: Payload,
  admin: pg.Pool,
  { alpha, beta, rows }: Planting,
): Promise<void> {
  rows.own.set('tenants', alpha.tenant.id);
  rows.foreign.set('tenants', beta.tenant.id);
  rows.own.set(
    'school-groups',
    await insertRow(payload, admin, 'school-groups', { name: canaryOf('own', 'school-groups') }),
  );
  for (const [target, school] of [
    ['own', alpha],
    ['other', alpha],
    ['foreign', beta],
  ] as const) {
    const { rows: noted } = await admin.query(
      `insert into audit_events (tenant_id, category, action, actor_kind, actor_label, details)
       values ($1, 'change', 'matrix.probe', 'system', $2::text, jsonb_build_object('word', $2::text)) returning id`,
      [school.tenant.id, canaryOf(target, 'audit-events')],
    );
    rows[target].set('audit-events', noted[0].id);
  }
  // Rows are planted past the product; what triggers told of it is no part of the world. Staff see ids in events.
  await admin.query('delete from outbox');
  for (const [target, school] of [
    ['own', alpha],
    ['foreign', beta],
  ] as const) {
    const word = canaryOf(target, 'outbox');
    const { rows: made } = await admin.query(
      `insert into outbox (tenant_id, tenant_name, type, payload, status, next_attempt_at)
       values ($1, $2, 'matrix.probe', $3, 'dead', now()) returning id`,
      [school.tenant.id, school.tenant.name, JSON.stringify({ word })],
    );
    rows[target].set('outbox', made[0].id);
    await admin.query('update tenants set custom_domain = $2 where id = $1', [
      school.tenant.id,
      `${canaryOf(target, 'tenants')}.example`,
    ]);
  }
}

// Accounts that nobody signs in with; what Payload hides of an account is a canary that nobody at all may see.
async function plantAccounts(admin: pg.Pool, { alpha, beta, rows }: Planting): Promise<void> {
  for (const [target, school] of [
    ['own', alpha],
    ['other', alpha],
    ['foreign', beta],
  ] as const) {
    const user = await school.addUser('accountant');
    const word = canaryOf(target, 'users');
    await admin.query('update users set display_name = $2 where id = $1', [user.id, word]);
    await plantHidden(admin, user.id, school.tenant.id, canaryOf(target, 'hidden'));
    const { rows: made } = await admin.query(
      `insert into payload_preferences (key, value, tenant_id, realm) values ($1, $2, $3, 'school') returning id`,
      [
        `canary-${target}`,
        JSON.stringify({ word: canaryOf(target, 'payload-preferences') }),
        school.tenant.id,
      ],
    );
    await admin.query(
      `insert into payload_preferences_rels (parent_id, path, users_id, tenant_id, realm) values ($1, 'user', $2, $3, 'school')`,
      [made[0].id, user.id, school.tenant.id],
    );
    rows[target].set('users', user.id);
    rows[target].set('payload-preferences', made[0].id);
  }
}

// Secrets lie in tables of their own, of which no collection knows.
async function plantHidden(admin: pg.Pool, userId: string, tenantId: string, word: string): Promise<void> {
  await admin.query('update user_credentials set password_hash = $2 where user_id = $1', [userId, word]);
  for (const [table, columns] of [
    ['user_totp', 'sealed_secret'],
    ['user_recovery_codes', 'code_hash'],
  ])
    await admin.query(
      `insert into ${table} (user_id, ${columns}, tenant_id, realm) values ($1, $2, $3, 'school')`,
      [userId, word, tenantId],
    );
  await admin.query(
    `insert into one_time_tokens (user_id, purpose, token_hash, data, expires_at, tenant_id, realm)
     values ($1, 'reset', $2::text, jsonb_build_object('word', $2::text), now() + interval '1 hour', $3, 'school')`,
    [userId, word, tenantId],
  );
}
