import type { SettingsSchema } from '../../plugins/sdk/index.ts';
import type { FormTexts } from './form-texts.ts';

/** Null only for a secret whose stored value is to be removed. */
export type SettingValue = string | number | boolean | null;
export type SettingProperty = SettingsSchema['properties'][string];

/** What is wrong with a value by its schema, in words; undefined when it fits. The server checks again. */
export function checkSetting(
  property: SettingProperty,
  value: SettingValue | undefined,
  isRequired: boolean,
  { invalid }: Pick<FormTexts, 'invalid'>,
): string | undefined {
  const limit = (text: string, number: number) => text.replace('{limit}', String(number));
  if (value === undefined || value === null || value === '') return isRequired ? invalid.required : undefined;
  if (property.type === 'string') {
    const letters = [...String(value)].length;
    if (property.maxLength !== undefined && letters > property.maxLength)
      return limit(invalid.tooLong, property.maxLength);
    if (property.minLength !== undefined && letters < property.minLength)
      return limit(invalid.tooShort, property.minLength);
    return undefined;
  }
  if (property.type === 'boolean') return undefined;
  const number = numberOf(value);
  if (!Number.isFinite(number)) return invalid.number;
  if (property.type === 'integer' && !Number.isInteger(number)) return invalid.integer;
  if (property.minimum !== undefined && number < property.minimum)
    return limit(invalid.minimum, property.minimum);
  if (property.maximum !== undefined && number > property.maximum)
    return limit(invalid.maximum, property.maximum);
  return undefined;
}

/** A number as people type it: Arabic digits and the Arabic decimal sign too. NaN for anything else. */
export function numberOf(value: SettingValue): number {
  const text = String(value)
    .trim()
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace('٫', '.');
  return text === '' ? Number.NaN : Number(text);
}

/**
 * What a form sends. An empty text that the schema would refuse, an empty number and an untouched secret mean "not set" and
 * are left out, so that the default or the kept secret stands.
 */
export function toSend(
  schema: SettingsSchema,
  current: Record<string, SettingValue>,
): Record<string, SettingValue> {
  const entries = Object.entries(schema.properties).flatMap(([name, property]): [string, SettingValue][] => {
    const value = current[name];
    if (value === undefined) return [];
    if (property.type === 'boolean') return [[name, value === true]];
    if (property.type !== 'string') return value === '' || value === null ? [] : [[name, numberOf(value)]];
    const isEmptyRefused = property['x-secret'] || property.enum || (property.minLength ?? 0) > 0;
    return value === '' && isEmptyRefused ? [] : [[name, value]];
  });
  return Object.fromEntries(entries);
}
