import { Ajv } from 'ajv';
import type { SettingsSchema } from '../../plugins/sdk/index.ts';

const ajv = new Ajv({ allErrors: false, useDefaults: true, strict: false });

/** `name` is the first field that does not fit; empty where the values as a whole do not. */
export type Filled<Values> = { ok: true; values: Values } | { ok: false; name: string; reason: string };

/** A copy of values with the defaults of a manifest's schema filled in, or what is wrong with them. */
export function fillValues<Values>(schema: SettingsSchema, values: Values): Filled<Values> {
  const filled = structuredClone(values);
  const validate = ajv.compile(schema);
  // It keeps every schema it was given, and a manifest is another object each time it is read.
  ajv.removeSchema(schema);
  if (validate(filled)) return { ok: true, values: filled };
  const problem = validate.errors?.[0];
  const name =
    problem?.instancePath.slice(1) ||
    String(problem?.params.missingProperty ?? problem?.params.additionalProperty ?? '');
  return { ok: false, name, reason: problem?.message ?? 'is not valid' };
}
