import type pg from 'pg';
import { resealSettings } from '../../../marketplace/worker.ts';
import { keyring, reseal, SECRET_LIFE_DAYS, SECRET_WARNING_DAYS, secretAgeDays } from '../../kernel/index.ts';
import {
  asSystem,
  asTenant,
  findTenant,
  inTransaction,
  runInScope,
  ScopedPool,
} from '../../tenancy/index.ts';
import { openDatabaseForCommand, openSettings } from '../embedded/environment.ts';
import { adoptSecrets, makeSecret, rotateSecrets } from '../embedded/secrets-file.ts';

/** Where sealed values are kept for long: table, its key, and what they are sealed for. */
const SEALED = [
  { table: 'user_totp', key: 'user_id', column: 'sealed_secret', purpose: 'totp' },
  { table: 'sso_secrets', key: 'connection_id', column: 'sealed_secret', purpose: 'sso' },
];
/** The platform's own, which no school and no account reaches. */
const SEALED_OF_PLATFORM = [
  { table: 'platform_keys', key: 'id', column: 'sealed_private_key', purpose: 'platform-key' },
];

/** `daftar secrets rotate`: a new key, the one before stays accepted, and what is sealed for long is sealed anew. */
export async function rotateCommand(): Promise<void> {
  const settings = openSettings();
  if (process.env.DAFTAR_SECRETS_FILE === undefined) {
    const { value, createdAt } = makeSecret();
    console.log(
      [
        'This installation gets its secret from settings. The new secret is shown only now:',
        '',
        `  DAFTAR_SECRET=${value}`,
        `  DAFTAR_SECRET_PREVIOUS=<the value DAFTAR_SECRET has now>`,
        `  DAFTAR_SECRET_CREATED_AT=${createdAt.slice(0, 10)}`,
        '',
        'One process: set all three and start it again. Several processes: first set DAFTAR_SECRET_PREVIOUS to the new',
        'secret everywhere and start them one by one; then set the three lines above and start them one by one again.',
        'At the end run "npx daftar secrets reseal".',
      ].join('\n'),
    );
    process.exit(0);
  }
  adoptSecrets(rotateSecrets(settings.DAFTAR_DATA_DIR));
  const count = await resealStored();
  console.log(
    `A new secret is in force; running processes take it within seconds. ${count} stored values were sealed anew. What the secret before it signed stays good until the next rotation.`,
  );
  process.exit(0);
}

/** `daftar secrets reseal`: seals stored values with the current key, after the settings of all processes have changed. */
export async function resealCommand(): Promise<void> {
  openSettings();
  console.log(`${await resealStored()} stored values were sealed anew.`);
  process.exit(0);
}

/** `daftar secrets status`: the age of the secret and whether another is accepted; never a secret itself. */
export async function statusCommand(): Promise<void> {
  const settings = openSettings();
  const age = secretAgeDays(settings.DAFTAR_SECRET_CREATED_AT);
  const lines = [
    `Secret: ${age === undefined ? 'of unknown age (set DAFTAR_SECRET_CREATED_AT)' : `${age} days old`}; refused in production after ${SECRET_LIFE_DAYS} days.`,
    settings.DAFTAR_SECRET_PREVIOUS ? 'A second key is accepted.' : 'No second key is accepted.',
    process.env.DAFTAR_SECRETS_FILE ? 'It is kept in the data directory.' : 'It comes from settings.',
  ];
  if (age !== undefined && age >= SECRET_WARNING_DAYS)
    lines.push('It is time for "npx daftar secrets rotate".');
  console.log(lines.join('\n'));
  process.exit(age !== undefined && age > SECRET_LIFE_DAYS ? 1 : 0);
}

async function resealStored(): Promise<number> {
  const database = await openDatabaseForCommand(openSettings());
  const pool = new ScopedPool({ connectionString: database.urls.application, max: 2 });
  try {
    return await resealAll(pool);
  } finally {
    await pool.end();
    await database.stop();
  }
}

/** Seals every stored value with the current key, school by school and then for staff and partners. Returns how many changed. */
export async function resealAll(pool: pg.Pool): Promise<number> {
  if (keyring().previous === undefined) return 0;
  let count = 0;
  const { rows } = await asSystem(() => pool.query('select subdomain from tenants'));
  for (const { subdomain } of rows as { subdomain: string }[]) {
    const tenant = await asSystem(() => findTenant(pool, { kind: 'tenant', subdomain }));
    if (!tenant) continue;
    count += await asTenant(tenant, () => resealHere(pool));
    count += await asTenant(tenant, () => inTransaction(pool, resealSettings));
  }
  for (const realm of ['platform', 'partner'] as const)
    count += await runInScope(
      { kind: 'platform', realm, requestId: 'command', database: { lost: false } },
      () => resealHere(pool),
    );
  return count + (await asSystem(() => resealHere(pool, SEALED_OF_PLATFORM)));
}

async function resealHere(pool: pg.Pool, stored = SEALED): Promise<number> {
  let count = 0;
  for (const { table, key, column, purpose } of stored) {
    count += await inTransaction(pool, async (client) => {
      let changed = 0;
      const { rows } = await client.query(
        `select ${key} as id, ${column} as sealed from ${table} for update`,
      );
      for (const { id, sealed } of rows as { id: string; sealed: string }[]) {
        const anew = reseal(purpose, sealed);
        if (anew === undefined) continue;
        await client.query(`update ${table} set ${column} = $2 where ${key} = $1`, [id, anew]);
        changed += 1;
      }
      return changed;
    });
  }
  return count;
}
