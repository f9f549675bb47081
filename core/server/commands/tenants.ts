import type { Payload } from 'payload';
import { changeState, listSchools, provisionSchool, type StateAction } from '../../administration/index.ts';
import { AppError } from '../../kernel/index.ts';
import { createLogger } from '../../observability/index.ts';
import { asSystem, poolOf } from '../../tenancy/index.ts';
import { migrate } from '../database/migrate.ts';
import { openDatabaseForCommand, openSettings } from '../embedded/environment.ts';
import { bootPayload } from '../web/boot-payload.ts';

export type CreateTenantOptions = {
  subdomain: string;
  name: string;
  nameAr?: string;
  plan: string;
  adminEmail: string;
  locale: 'en' | 'ar';
  timeZone: string;
  json?: boolean;
};

/** Runs a command with Payload on the database beside a running server, and closes both after it. */
export async function withPayload<T>(work: (payload: Payload) => Promise<T>): Promise<T> {
  const settings = openSettings();
  const database = await openDatabaseForCommand(settings);
  try {
    await migrate(database.urls.migration);
    process.env.DAFTAR_APP_DATABASE_URL = database.urls.application;
    const payload = await bootPayload(createLogger('error'));
    try {
      return await work(payload);
    } finally {
      await payload.destroy();
    }
  } finally {
    await database.stop();
  }
}

/** `daftar tenants create` */
export async function createTenantCommand(options: CreateTenantOptions): Promise<void> {
  const settings = openSettings();
  const made = await withPayload((payload) => provisionSchool(payload, options));
  const host = `${made.tenant.subdomain}.${settings.DAFTAR_BASE_DOMAIN}:${settings.PORT}`;
  if (options.json) {
    const { id, subdomain } = made.tenant;
    console.log(
      JSON.stringify({
        id,
        subdomain,
        host,
        created: made.created,
        adminEmail: made.adminEmail,
        adminPassword: made.adminPassword ?? null,
      }),
    );
  } else {
    console.log(
      made.created
        ? `The school ${made.tenant.name} was made: http://${host}/admin`
        : `The school ${made.tenant.name} exists already; nothing was changed.`,
    );
    if (made.adminPassword)
      console.log(`First sign-in: ${made.adminEmail} with password ${made.adminPassword} (shown only now).`);
  }
  process.exit(0);
}

export type ChangeTenantOptions = { subdomain: string; reason?: string; confirm?: string; json?: boolean };

/** `daftar tenants suspend|resume|archive|unarchive`: the console's procedures from a terminal. */
export async function changeTenantCommand(action: StateAction, options: ChangeTenantOptions): Promise<void> {
  const { subdomain } = options;
  const done = await withPayload(async (payload) => {
    const pool = poolOf(payload);
    const { rows } = await asSystem(() =>
      pool.query('select id from tenants where subdomain = $1', [subdomain.trim().toLowerCase()]),
    );
    if (!rows[0]) throw new AppError('tenant.unknown', { subdomain });
    return changeState(pool, {
      tenantId: rows[0].id,
      action,
      actor: { kind: 'system', label: 'command line' },
      reason: options.reason,
      confirm: options.confirm,
    });
  });
  if (options.json) console.log(JSON.stringify({ subdomain, state: done.state, changed: done.changed }));
  else
    console.log(
      done.changed
        ? `The school ${subdomain} is ${done.state} now; every process acts on it within two seconds.`
        : `The school ${subdomain} is ${done.state} already; nothing was changed.`,
    );
  process.exit(0);
}

/** `daftar tenants list` */
export async function listTenantsCommand(options: { state?: string; json?: boolean }): Promise<void> {
  const schools = await withPayload(async (payload) => {
    const all = [];
    for (let page = 1, pages = 1; page <= pages; page += 1) {
      const list = await asSystem(() => listSchools(poolOf(payload), { state: options.state, page }));
      all.push(...list.schools);
      pages = list.pages;
    }
    return all;
  });
  for (const { id, subdomain, name, status, plan, trialEndsAt } of schools)
    console.log(
      options.json
        ? JSON.stringify({ id, subdomain, name, status, plan, trialEndsAt })
        : `${subdomain.padEnd(28)} ${status.padEnd(10)} ${plan.padEnd(11)} ${trialEndsAt ?? ''.padEnd(24)} ${name}`,
    );
  process.exit(0);
}
