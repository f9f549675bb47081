import { AppError, type Language } from '../../core/kernel/index.ts';
import type { ActionInput, SettingsSchema } from '../../plugins/sdk/index.ts';
import { fillValues } from './fill-values.ts';

/**
 * The answers to an action's form, with defaults filled in. Throws plugin.values_invalid naming the first field that is
 * wrong. An action without a form takes the values that its block carried: the plugin has to check those itself.
 */
export function checkValues(
  { form }: { form?: SettingsSchema | undefined },
  values: ActionInput['values'],
  language: Language,
): ActionInput['values'] {
  if (form === undefined) return values;
  const filled = fillValues(form, values);
  if (filled.ok) return filled.values;
  const { name, reason } = filled;
  const property = Object.hasOwn(form.properties, name) ? form.properties[name] : undefined;
  const field = property === undefined ? name : language === 'ar' ? property.title_ar : property.title;
  throw new AppError('plugin.values_invalid', { field, reason, name });
}
