import { Ajv } from 'ajv';
import { AppError, type Language } from '../../core/kernel/index.ts';
import type { ActionInput, SettingsSchema } from '../../plugins/sdk/index.ts';

const ajv = new Ajv({ allErrors: false, useDefaults: true, strict: false });

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
  const filled = structuredClone(values);
  const validate = ajv.compile(form);
  if (validate(filled)) return filled;
  const problem = validate.errors?.[0];
  const name =
    problem?.instancePath.slice(1) ||
    String(problem?.params.missingProperty ?? problem?.params.additionalProperty ?? '');
  const property = Object.hasOwn(form.properties, name) ? form.properties[name] : undefined;
  const field = property === undefined ? name : language === 'ar' ? property.title_ar : property.title;
  const reason = problem?.message ?? 'is not valid';
  throw new AppError('plugin.values_invalid', { field, reason, name });
}
