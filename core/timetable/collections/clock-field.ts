import type { Field } from 'payload';
import { type Pair, textField } from '../../tenancy/index.ts';

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;

/** True for a time of day as a bell schedule keeps it: HH:MM on a clock of 24 hours. */
export function isClock(value: unknown): value is string {
  return typeof value === 'string' && CLOCK.test(value);
}

/** A time of day, kept as HH:MM text: the bell rings by the clock on the wall, whatever the date. */
export function clockField(name: string, label: Pair): Field {
  return textField(name, label, {
    required: true,
    maxLength: 5,
    validate: (value) =>
      isClock(value) ? true : 'Use a time in the form 07:15. / استخدم وقتًا بالصيغة 07:15.',
  });
}
