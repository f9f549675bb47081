import { Ajv } from 'ajv';
import { AppError } from '../../core/kernel/index.ts';
import type { PluginManifest } from '../../plugins/sdk/index.ts';

const ajv = new Ajv({ allErrors: false, useDefaults: true, strict: false });

/**
 * Settings checked against the add-on's JSON Schema, with defaults filled in. Throws plugin.settings_invalid naming
 * the first field that is wrong.
 */
export function checkSettings(manifest: PluginManifest, settings: unknown): Record<string, unknown> {
  const filled = structuredClone(settings ?? {}) as Record<string, unknown>;
  const validate = ajv.compile(manifest.settings);
  if (validate(filled)) return filled;
  const problem = validate.errors?.[0];
  const field =
    problem?.instancePath.slice(1) ||
    String(problem?.params.additionalProperty ?? problem?.params.missingProperty ?? 'settings');
  throw new AppError('plugin.settings_invalid', { field, reason: problem?.message ?? 'is not valid' });
}
