/**
 * Parameters that may have decimals; every other number is a whole one. The SDK's types say `number` for both, so
 * this list is written by hand.
 */
const fractions = new Set([
  'percent_off',
  'percent',
  'percentage',
  'amount_percent',
  'application_fee_percent',
  'flat_amount_percent',
  'height',
  'length',
  'weight',
  'width',
  'latitude',
  'longitude',
]);

export type ScalarKind = 'text' | 'number' | 'boolean' | 'decimal' | 'empty';
export type Scalar = { value: string | number | boolean } | { message: string; code?: string };

/** Reads one text of a form as the kind says; what cannot be read comes back as Stripe's words for it. */
export function readScalar(kind: ScalarKind, name: string, raw: string): Scalar {
  switch (kind) {
    case 'number':
      return readNumber(name, raw);
    case 'decimal':
      // Kept as text: an exact amount never passes through a float.
      return /^-?\d{1,15}(\.\d{1,12})?$/.test(raw)
        ? { value: raw }
        : {
            message: `Invalid decimal: ${raw}; must contain at maximum 12 decimal places.`,
            code: 'parameter_invalid_string',
          };
    case 'boolean':
      return raw === 'true' || raw === 'false'
        ? { value: raw === 'true' }
        : { message: `Invalid boolean: ${raw}` };
    default:
      return raw.length <= 5000
        ? { value: raw }
        : { message: `Invalid string: ${raw.slice(0, 10)}...; must be at most 5000 characters` };
  }
}

function readNumber(name: string, raw: string): Scalar {
  if (fractions.has(name)) {
    return /^-?\d{1,15}(\.\d+)?$/.test(raw)
      ? { value: Number(raw) }
      : { message: `Invalid decimal: ${raw}`, code: 'parameter_invalid_string' };
  }
  if (!/^-?\d{1,15}$/.test(raw)) {
    return { message: `Invalid integer: ${raw}`, code: 'parameter_invalid_integer' };
  }
  const value = Number(raw);
  if (name === 'limit' && (value < 1 || value > 100)) {
    const bound = value < 1 ? 'greater than or equal to 1' : 'less than or equal to 100';
    return {
      message: `This value must be ${bound} (it currently is '${raw}').`,
      code: 'parameter_invalid_integer',
    };
  }
  return { value };
}
