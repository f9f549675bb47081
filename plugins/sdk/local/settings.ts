import { Ajv } from 'ajv';
import type { PluginManifest } from '../contract/manifest.ts';
import type { JsonValue } from '../contract/texts.ts';

const ajv = new Ajv({ allErrors: true, useDefaults: true, strict: false });

/**
 * Settings as the platform keeps them: checked against the manifest, with defaults filled in. Throws an Error that
 * names every setting that does not fit.
 */
export function fillSettings(manifest: PluginManifest, settings: object): Record<string, JsonValue> {
  const filled = structuredClone(settings) as Record<string, JsonValue>;
  const validate = ajv.compile(manifest.settings);
  if (validate(filled)) return filled;
  const problems = validate.errors?.map((problem) => {
    const name =
      problem.instancePath.slice(1) ||
      String(problem.params.additionalProperty ?? problem.params.missingProperty ?? 'settings');
    return `${name}: ${problem.message}`;
  });
  throw new Error(`The settings do not fit plugin.json.\n${problems?.join('\n')}`);
}

/** Names of the settings whose values the plugin never gets. */
export function secretNames(manifest: PluginManifest): Set<string> {
  return new Set(
    Object.entries(manifest.settings.properties).flatMap(([name, property]) =>
      property.type === 'string' && property['x-secret'] ? [name] : [],
    ),
  );
}

/** Values of a form that nobody has filled in: defaults, first choices and short texts. */
export function fillForm(
  form: PluginManifest['settings'] | undefined,
): Record<string, string | number | boolean | null> {
  return Object.fromEntries(
    Object.entries(form?.properties ?? {}).map(([name, property]) => {
      if (property.default !== undefined) return [name, property.default];
      if (property.type === 'boolean') return [name, false];
      if (property.type !== 'string') return [name, property.minimum ?? 0];
      return [name, property.enum?.[0] ?? 'x'.repeat(Math.max(1, property.minLength ?? 1))];
    }),
  );
}
