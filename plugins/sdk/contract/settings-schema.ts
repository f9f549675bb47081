import { z } from 'zod';

const text = z.string().max(300);
const shared = { title: text, title_ar: text, description: text.optional(), description_ar: text.optional() };

const stringSetting = z.strictObject({
  type: z.literal('string'),
  ...shared,
  default: z.string().max(2_000).optional(),
  minLength: z.int().min(0).optional(),
  maxLength: z.int().min(1).max(2_000).optional(),
  enum: z.array(z.string().max(100)).min(1).max(50).optional(),
  'x-enum-titles': z.array(z.strictObject({ en: text, ar: text })).optional(),
  /** Shown as a text area. */
  'x-multiline': z.boolean().optional(),
  /** Kept sealed by the host and never handed to the plugin; used only by name in outgoing requests. */
  'x-secret': z.boolean().optional(),
  /** Hosts of the manifest's egress that a secret may be sent to; without any, it only checks what comes in. */
  'x-hosts': z.array(z.string().max(253)).min(1).max(10).optional(),
});

const numberSetting = z.strictObject({
  type: z.enum(['number', 'integer']),
  ...shared,
  default: z.number().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
});

const booleanSetting = z.strictObject({
  type: z.literal('boolean'),
  ...shared,
  default: z.boolean().optional(),
});

/**
 * The part of JSON Schema draft-07 that settings may use: one flat object of texts, numbers and switches. No `pattern`
 * (a hostile regular expression would run in the host), no `$ref`, no nesting: the form is generated from it.
 */
export const settingsSchema = z
  .strictObject({
    type: z.literal('object'),
    properties: z.record(
      z.string().regex(/^[a-z][A-Za-z0-9]{0,40}$/),
      z.discriminatedUnion('type', [stringSetting, numberSetting, booleanSetting]),
    ),
    required: z.array(z.string()).optional(),
    additionalProperties: z.literal(false),
  })
  .superRefine(({ properties, required }, context) => {
    for (const name of required ?? []) {
      if (!Object.hasOwn(properties, name)) {
        context.addIssue({ code: 'custom', path: ['required'], message: `There is no setting ${name}.` });
      }
    }
    for (const [name, property] of Object.entries(properties)) {
      const isReserved = name === 'constructor' || name === 'prototype';
      if (isReserved)
        context.addIssue({ code: 'custom', path: ['properties', name], message: 'This name is reserved.' });
      if (property.type !== 'string' || property.enum === undefined) continue;
      if (property.default !== undefined && !property.enum.includes(property.default)) {
        context.addIssue({
          code: 'custom',
          path: ['properties', name],
          message: 'The default is not one of the choices.',
        });
      }
    }
  });

export type SettingsSchema = z.infer<typeof settingsSchema>;
