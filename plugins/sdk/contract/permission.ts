import { z } from 'zod';
import { PERMISSIONS } from './capabilities/table.ts';
import { bilingual } from './texts.ts';

/** One permission a plugin asks for: what, on which fields, and why in the words that the school reads. */
export const permission = z
  .strictObject({
    capability: z.string().max(100),
    /** What kind of personal data it touches; it must be the capability's own class. */
    dataClass: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,63}$/)
      .optional(),
    fields: z.array(z.string()).min(1).max(50).optional(),
    purpose: bilingual(300),
  })
  .superRefine(({ capability, fields, dataClass }, context) => {
    const refuse = (key: string, message: string) =>
      context.addIssue({ code: 'custom', path: [key], message });
    const known = PERMISSIONS.get(capability);
    if (known === undefined) {
      refuse(
        'capability',
        `There is no capability ${capability}. There are: ${[...PERMISSIONS.keys()].join(', ')}.`,
      );
      return;
    }
    for (const field of fields ?? []) {
      if (!known.fields.includes(field))
        refuse(
          'fields',
          `${capability} has no field ${field}. It has: ${known.fields.join(', ') || 'no fields'}.`,
        );
    }
    if (known.fields.length > 0 && fields === undefined)
      refuse('fields', `${capability} needs the fields it will read: some of ${known.fields.join(', ')}.`);
    if (dataClass !== known.dataClass)
      refuse(
        'dataClass',
        known.dataClass
          ? `${capability} hands over the class ${known.dataClass}; name it.`
          : `${capability} hands over no personal data; leave dataClass out.`,
      );
  });
