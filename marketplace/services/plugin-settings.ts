import { AppError } from '../../core/kernel/index.ts';
import type { PluginManifest } from '../../plugins/sdk/index.ts';
import { fillValues } from './fill-values.ts';

/**
 * Settings checked against the add-on's JSON Schema, with defaults filled in. Throws plugin.settings_invalid naming
 * the first field that is wrong.
 */
export function checkSettings(manifest: PluginManifest, settings: unknown): Record<string, unknown> {
  const filled = fillValues(manifest.settings, (settings ?? {}) as Record<string, unknown>);
  if (filled.ok) return filled.values;
  throw new AppError('plugin.settings_invalid', { field: filled.name || 'settings', reason: filled.reason });
}
