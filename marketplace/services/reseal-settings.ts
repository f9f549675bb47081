import { reseal } from '../../core/kernel/index.ts';
import type { Queryable } from '../../core/tenancy/index.ts';
import { SEALED_PREFIX, SECRET_SETTING_PURPOSE } from './secret-settings.ts';

/** Seals the secret settings of the school's installs with the current key. Answers how many values changed. */
export async function resealSettings(client: Queryable): Promise<number> {
  let changed = 0;
  const { rows } = await client.query('select id, settings from plugin_installs for update');
  for (const { id, settings } of rows as { id: string; settings: Record<string, unknown> | null }[]) {
    const anew = Object.entries(settings ?? {}).flatMap(([name, value]): [string, string][] => {
      if (typeof value !== 'string' || !value.startsWith(SEALED_PREFIX)) return [];
      const sealed = reseal(SECRET_SETTING_PURPOSE, value.slice(SEALED_PREFIX.length));
      return sealed === undefined ? [] : [[name, SEALED_PREFIX + sealed]];
    });
    if (anew.length === 0) continue;
    await client.query('update plugin_installs set settings = settings || $2::jsonb where id = $1', [
      id,
      JSON.stringify(Object.fromEntries(anew)),
    ]);
    changed += anew.length;
  }
  return changed;
}
