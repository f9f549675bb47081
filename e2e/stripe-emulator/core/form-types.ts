import { z } from 'zod';

/**
 * Building blocks for request schemas. Every leaf of a form is text; each block checks the text and gives the
 * value the SDK's type has. `params.code` of an issue becomes the error code of the answer.
 */
function parsed<T>(read: (text: string) => T | undefined, message: (text: string) => string, code?: string) {
  return z.string().transform((text, context): T => {
    const value = read(text);
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: message(text), params: { code } });
    return z.NEVER;
  });
}

const readInteger = (text: string) => (/^-?\d{1,15}$/.test(text) ? Number(text) : undefined);

export const formInteger = parsed(
  readInteger,
  (text) => `Invalid integer: ${text}`,
  'parameter_invalid_integer',
);

/** An integer in a range; outside it the answer names the bound, in Stripe's words. */
export function formIntegerBetween(minimum: number, maximum: number) {
  return formInteger.superRefine((value, context) => {
    const bound =
      value < minimum ? `greater than or equal to ${minimum}` : `less than or equal to ${maximum}`;
    if (value >= minimum && value <= maximum) return;
    context.addIssue({
      code: 'custom',
      message: `This value must be ${bound} (it currently is '${value}').`,
      params: { code: 'parameter_invalid_integer' },
    });
  });
}

export const formBoolean = parsed(
  (text) => (text === 'true' ? true : text === 'false' ? false : undefined),
  (text) => `Invalid boolean: ${text}`,
);

/** A decimal amount with at most 12 decimals, kept as text: it never passes through a float. */
export const formDecimal = parsed(
  (text) => (/^-?\d{1,15}(\.\d{1,12})?$/.test(text) ? text : undefined),
  (text) => `Invalid decimal: ${text}; must contain at maximum 12 decimal places.`,
  'parameter_invalid_string',
);

/** Text that may not be empty: an empty value means "unset", and this parameter cannot be unset. */
export function formText(maximum = 5000) {
  return z.string().superRefine((text, context) => {
    if (text === '')
      context.addIssue({ code: 'custom', message: '', params: { code: 'parameter_invalid_empty' } });
    if (text.length <= maximum) return;
    context.addIssue({
      code: 'custom',
      message: `Invalid string: ${text.slice(0, 10)}...; must be at most ${maximum} characters`,
    });
  });
}

/** Text where an empty value means "unset this". */
export const emptyableText = z.string().max(5000);

/** A list: the decoder gives a record keyed by position, in the order it was sent. */
export function formList<S extends z.ZodType>(item: S) {
  return z.preprocess(
    (value) => (value && typeof value === 'object' && !Array.isArray(value) ? Object.values(value) : value),
    z.array(item),
  );
}

/** The value, or the empty text that unsets it (Emptyable<T> in the SDK). */
export function emptyable<S extends z.ZodType>(schema: S) {
  return z.union([z.literal(''), schema]);
}

export const metadata = z.record(z.string().max(40), z.string().max(500)).superRefine((value, context) => {
  if (Object.keys(value).length <= 50) return;
  context.addIssue({ code: 'custom', message: 'You can specify at most 50 metadata keys.' });
});

const range = z.strictObject({
  gt: formInteger.optional(),
  gte: formInteger.optional(),
  lt: formInteger.optional(),
  lte: formInteger.optional(),
});

export const createdFilter = z.union([formInteger, range]);
export type CreatedFilter = z.output<typeof createdFilter>;

export const expand = { expand: formList(formText()).optional() };

export const pagination = {
  ending_before: formText().optional(),
  limit: formIntegerBetween(1, 100).optional(),
  starting_after: formText().optional(),
};
