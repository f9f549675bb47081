import { z } from 'zod';
import { type CapabilityContract, day, uuid } from './shared.ts';

/**
 * Numbers about groups and never about one pupil. A group of fewer than 10 pupils is suppressed, and every question
 * costs budget, so that two questions cannot be subtracted to find one child.
 */
export const aggregatesQueryInput = z.strictObject({
  measure: z.enum(['students', 'attendance', 'results']),
  /** `count` of pupils or marks; `absenceRate` for attendance; `average` of per cent for results. */
  metric: z.enum(['count', 'absenceRate', 'average']),
  groupBy: z.array(z.enum(['gradeLevel', 'classroom', 'subject', 'sex', 'month', 'status'])).max(2),
  filter: z
    .strictObject({
      from: day.optional(),
      to: day.optional(),
      gradeLevelId: uuid.optional(),
      classroomId: uuid.optional(),
      subjectId: uuid.optional(),
      academicYearId: uuid.optional(),
    })
    .optional(),
});

export const aggregatesQueryOutput = z.strictObject({
  groups: z.array(
    z.strictObject({
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
    codes: ['budget_spent', 'metric_not_for_measure'],
  },
} as const satisfies Record<string, CapabilityContract>;
