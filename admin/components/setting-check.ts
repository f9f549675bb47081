import type { SettingsSchema } from '../../plugins/sdk/index.ts';

export type SettingValue = string | number | boolean;
export type SettingProperty = SettingsSchema['properties'][string];

export type SettingTexts = {
  invalid: Record<'required' | 'tooLong' | 'tooShort' | 'number' | 'integer' | 'minimum' | 'maximum', string>;
};

/** What is wrong with a value by its schema, in words; undefined when it fits. The server checks again. */
export function checkSetting(
  property: SettingProperty,
  value: SettingValue | undefined,
  isRequired: boolean,
  { invalid }: SettingTexts,
): string | undefined {
  const limit = (text: string, number: number) => text.replace('{limit}', String(number));
  if (value === undefined || value === '') return isRequired ? invalid.required : undefined;
  if (property.type === 'string') {
    const letters = [...String(value)].length;
    if (property.maxLength !== undefined && letters > property.maxLength)
      return limit(invalid.tooLong, property.maxLength);
    if (property.minLength !== undefined && letters < property.minLength)
      return limit(invalid.tooShort, property.minLength);
    return undefined;
  }
  if (property.type === 'boolean') return undefined;
  const number = Number(value);
  if (!Number.isFinite(number)) return invalid.number;
  if (property.type === 'integer' && !Number.isInteger(number)) return invalid.integer;
  if (property.minimum !== undefined && number < property.minimum)
    return limit(invalid.minimum, property.minimum);
  if (property.maximum !== undefined && number > property.maximum)
    return limit(invalid.maximum, property.maximum);
  return undefined;
}
