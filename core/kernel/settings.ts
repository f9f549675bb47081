import type { z } from 'zod';
import { SETTINGS_TABLE, type SettingName } from './settings-table.ts';

type Table = typeof SETTINGS_TABLE;
type Value<Name extends SettingName> = z.output<Table[Name]['schema']>;

/** The settings of one process, parsed. A setting without a default is undefined when it is not set. */
export type Settings = {
  readonly [Name in SettingName]: Table[Name]['default'] extends string
    ? Value<Name>
    : Value<Name> | undefined;
};

/** Thrown with one sentence a setting, each saying which, what is wrong, and what to do. */
export class SettingsError extends Error {
  readonly problems: string[];

  constructor(problems: string[]) {
    super(problems.join('\n'));
    this.name = 'SettingsError';
    this.problems = problems;
  }
}

/**
 * Parses an environment (process.env) against the settings table. Empty values count as not set.
 * Throws SettingsError naming every bad setting at once; never prints a value, because some are secret.
 */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  const problems: string[] = [];
  const parsed: Record<string, unknown> = {};
  for (const [name, entry] of Object.entries(SETTINGS_TABLE)) {
    const raw = environment[name]?.trim() || entry.default;
    if (raw === undefined) continue;
    const result = (entry.schema as z.ZodType).safeParse(raw);
    if (result.success) parsed[name] = result.data;
    else problems.push(`${name} ${reason(result.error)}. See docs/settings.md.`);
  }
  const settings = parsed as Settings;
  problems.push(...missingCompanions(settings));
  if (problems.length > 0) throw new SettingsError(problems);
  return settings;
}

function reason(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue?.code === 'invalid_value') return `must be one of ${issue.values.map(String).join(', ')}`;
  return issue?.message ?? 'is not valid';
}

// Settings that only make sense together: half a store or half an account would fail much later.
function missingCompanions(settings: Settings): string[] {
  const problems: string[] = [];
  const need = (when: SettingName, names: SettingName[]) => {
    if (settings[when] === undefined) return;
    for (const name of names) {
      if (settings[name] === undefined)
        problems.push(`${name} must be set because ${when} is set. See docs/settings.md.`);
    }
  };
  need('S3_ENDPOINT', ['S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY']);
  need('TWILIO_ACCOUNT_SID', ['TWILIO_AUTH_TOKEN']);
  need('DATABASE_MIGRATION_URL', ['DATABASE_URL']);
  if (settings.DATABASE_POOL_MODE === 'transaction' && settings.DATABASE_SESSION_URL === undefined)
    problems.push(
      'DATABASE_SESSION_URL must be set because DATABASE_POOL_MODE is transaction. See docs/settings.md.',
    );
  if (settings.DAFTAR_ENV !== 'development') {
    for (const name of ['DAFTAR_SECRET', 'DATABASE_URL', 'DAFTAR_PUBLIC_URL'] as const) {
      if (settings[name] === undefined)
        problems.push(`${name} must be set when DAFTAR_ENV is ${settings.DAFTAR_ENV}. See docs/settings.md.`);
    }
  }
  return problems;
}
