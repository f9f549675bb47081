import { z } from 'zod';
import { type CapabilityContract, uuid } from './shared.ts';

/** A whole month of the calendar, such as `2026-01`. */
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);

/**
 * Numbers about groups of the current school year and never about one pupil. All of them are sums of fixed cells of at
 * least 10 pupils, taken once a school day, so that no two answers can be subtracted to find a smaller group. A filter
 * chooses among those cells; there are no free date ranges, and a month is counted when it has ended.
 */
export const aggregatesQueryInput = z.strictObject({
  measure: z.enum(['students', 'attendance', 'results']),
  /**
   * `count` of pupils, marks or results, to the nearest 5; `absenceRate` of the register in per cent, to the nearest half;
   * `average` of results in per cent of the full marks, to the nearest whole.
   */
  metric: z.enum(['count', 'absenceRate', 'average']),
  /** `month` is for attendance and `subject` for results. */
  groupBy: z
    .array(z.enum(['gradeLevel', 'classroom', 'sex', 'month', 'subject']))
    .max(2)
    .refine((names) => new Set(names).size === names.length, { message: 'A group is named twice.' }),
  filter: z
    .strictObject({
      gradeLevelId: uuid.optional(),
      classroomId: uuid.optional(),
      subjectId: uuid.optional(),
      /** First and last month, both included. */
      from: month.optional(),
      to: month.optional(),
    })
    .optional(),
});

export const aggregatesQueryOutput = z.strictObject({
  groups: z.array(
    z.strictObject({
      /** By the names of `groupBy`: ids of grades, classes and subjects; null where nothing is known. */
      key: z.record(z.string(), z.string().nullable()),
      /** Missing when the group is suppressed. */
      value: z.number().optional(),
      suppressed: z.boolean(),
    }),
  ),
  /** Questions left today for this install. */
  budgetLeft: z.int().min(0),
});

export const AGGREGATES = {
  'aggregates.query': {
    permission: 'aggregates.query',
    summary: 'Grouped numbers; groups under 10 pupils are suppressed and questions are budgeted.',
    input: aggregatesQueryInput,
    output: aggregatesQueryOutput,
    codes: ['budget_spent', 'metric_not_for_measure', 'group_not_for_measure'],
  },
} as const satisfies Record<string, CapabilityContract>;
