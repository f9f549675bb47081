import type { Payload } from 'payload';
import { createLogger } from '../../observability/index.ts';
import { provisionSchool } from '../../school/index.ts';
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
