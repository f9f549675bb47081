import type { Field, SelectField, TextField } from 'payload';
import { bilingual, type Pair } from './labels.ts';

type TextExtras = {
  required?: boolean;
  defaultValue?: string;
  unique?: boolean;
  index?: boolean;
  maxLength?: number;
  admin?: TextField['admin'];
  validate?: (value: string | null | undefined) => true | string;
};

/** A one-line text field with labels in both languages. */
export function textField(name: string, label: Pair, extras: TextExtras = {}): Field {
  return { maxLength: 255, ...extras, name, type: 'text', label: bilingual(label) } as Field;
}

/** A plain calendar date, kept as YYYY-MM-DD text: no zone, no clock, nothing that could shift it. */
export function dateField(
  name: string,
  label: Pair,
  extras: { required?: boolean; admin?: TextField['admin'] } = {},
): Field {
  return {
    name,
    type: 'text',
    required: extras.required ?? false,
    label: bilingual(label),
    maxLength: 10,
    validate: (value: string | null | undefined, { required }: { required?: boolean }) => {
      if (value === null || value === undefined || value === '')
        return required ? 'A date is needed. / التاريخ مطلوب.' : true;
      return isPlainDate(value)
        ? true
        : 'Use a date in the form YYYY-MM-DD. / استخدم تاريخًا بالصيغة YYYY-MM-DD.';
    },
    hooks: { beforeValidate: [({ value }) => (value === '' ? null : value)] },
    admin: {
      ...extras.admin,
      components: { Field: '/admin/components/plain-date-field.tsx#PlainDateField' },
    },
  } as Field;
}

/** A moment that the product writes and people only see. */
export function dateTimeField(
  name: string,
  label: Pair,
  extras: { access?: TextField['access'] } = {},
): Field {
  return {
    ...(extras.access ? { access: extras.access } : {}),
    name,
    type: 'date',
    label: bilingual(label),
    admin: { readOnly: true, date: { pickerAppearance: 'dayAndTime' } },
  } as Field;
}

/** True for an existing calendar date in the form YYYY-MM-DD. */
export function isPlainDate(value: unknown): value is string {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const parsed = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(value);
}

/** A choice from fixed values with labels in both languages. */
export function selectField(
  name: string,
  label: Pair,
  options: Record<string, Pair>,
  extras: Omit<Partial<SelectField>, 'name' | 'type' | 'label' | 'options' | 'hasMany'> = {},
): Field {
  return {
    ...extras,
    name,
    type: 'select',
    label: bilingual(label),
    options: Object.entries(options).map(([value, pair]) => ({ value, label: bilingual(pair) })),
  } as Field;
}

/** A reference to one record of another collection of the same school. */
export function relationField(
  name: string,
  label: Pair,
  relationTo: string,
  extras: { required?: boolean; admin?: Record<string, unknown>; index?: boolean } = {},
): Field {
  return { index: true, ...extras, name, type: 'relationship', relationTo, label: bilingual(label) } as Field;
}

/** A whole number or decimal with labels in both languages. */
export function numberField(
  name: string,
  label: Pair,
  extras: {
    required?: boolean;
    min?: number;
    max?: number;
    defaultValue?: number;
    admin?: Record<string, unknown>;
  } = {},
): Field {
  return { ...extras, name, type: 'number', label: bilingual(label) } as Field;
}

/** A number kept in hundredths, so that it is exact; people type and read it as they say it. */
export function hundredthsField(
  name: string,
  label: Pair,
  extras: { required?: boolean; min?: number; max?: number } = {},
): Field {
  const file = '/admin/components/hundredths-field.tsx';
  const components = { Field: `${file}#HundredthsField`, Cell: `${file}#HundredthsCell` };
  return numberField(name, label, { ...extras, admin: { components } });
}

/** A yes or no with labels in both languages. */
export function flagField(
  name: string,
  label: Pair,
  defaultValue = false,
  admin?: Record<string, unknown>,
): Field {
  return {
    name,
    type: 'checkbox',
    label: bilingual(label),
    defaultValue,
    ...(admin ? { admin } : {}),
  } as Field;
}

/** A JSON value to read. Payload's own editor loads code from another website, which our pages never allow. */
export function jsonField(name: string, label: Pair): Field {
  const admin = { readOnly: true, components: { Field: '/admin/components/json-view.tsx#JsonView' } };
  return { name, type: 'json', label: bilingual(label), admin } as Field;
}
