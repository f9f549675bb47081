import { z } from 'zod';
import { isPlainDate } from '../../tenancy/index.ts';
import { isClock } from '../collections/clock-field.ts';

export const plainDate = z.string().max(10).refine(isPlainDate, 'use a date in the form YYYY-MM-DD');
const title = z.string().trim().min(1).max(255);
const titles = { title, titleAr: title };
const dates = { startDate: plainDate, endDate: plainDate };
const clock = z.string().refine(isClock, 'use a time in the form HH:MM');

export const namedDay = z.strictObject({
  date: plainDate,
  kind: z.enum(['holiday', 'half_day', 'exam_day', 'school_day']),
  ...titles,
  bellScheduleId: z.uuid().nullish(),
  followsWeekday: z.int().min(0).max(6).nullish(),
});

const schedule = z.strictObject({
  ...titles,
  periods: z
    .array(
      z.strictObject({
        number: z.int().min(0).max(20),
        ...titles,
        starts: clock,
        ends: clock,
        isBreak: z.boolean(),
      }),
    )
    .min(1)
    .max(30),
});

/** What the wizard sends: the year, the bells of ordinary days and of Ramadan, and the holidays that were kept. */
export const templateChoice = z.strictObject({
  year: z.union([
    z.strictObject({ id: z.uuid() }),
    z.strictObject({ title, ...dates, semesters: z.array(z.strictObject({ title, ...dates })).max(4) }),
  ]),
  ordinary: schedule,
  ramadan: z.strictObject({ schedule, ...dates }).optional(),
  // A suggestion is at most a long vacation; ninety days keep a mistyped year from filling centuries.
  holidays: z
    .array(
      z
        .strictObject({ ...titles, ...dates })
        .refine(
          ({ startDate, endDate }) => Date.parse(endDate) - Date.parse(startDate) < 90 * 86_400_000,
          'a holiday of the template lasts 90 days at most',
        ),
    )
    .max(60),
  isTrial: z.boolean(),
});
