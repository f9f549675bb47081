import { z } from 'zod';
import type { EntityName } from '../operations.ts';

/*
 * The records that clients write, in the form the standard gives them: nothing beyond its fields, and its lists of words.
 * The discovery documents show the same shapes.
 */
const sourcedId = z.string().min(1).max(255);
const extension = z.string().regex(/^ext:[A-Za-z0-9._-]+$/);
const moment = z.iso.datetime({ offset: true });
const truth = z.enum(['true', 'false']);
const amount = z.number().min(-1_000_000).max(10_000_000);

const reference = (type: string) =>
  z.strictObject({ href: z.string().min(1).max(2000), sourcedId, type: z.literal(type) });

const base = {
  sourcedId,
  status: z.enum(['active', 'tobedeleted']),
  dateLastModified: moment,
  metadata: z.record(z.string(), z.unknown()).optional(),
};

const objectives = z
  .array(z.strictObject({ source: z.string(), learningObjectiveIds: z.array(z.string()).min(1) }))
  .optional();
const objectiveScores = z
  .array(
    z.strictObject({
      source: z.string(),
      learningObjectiveResults: z
        .array(
          z.strictObject({
            learningObjectiveId: z.string(),
            score: amount.optional(),
            textScore: z.string().optional(),
          }),
        )
        .min(1),
    }),
  )
  .optional();

const item = {
  ...base,
  title: z.string().min(1).max(255),
  description: z.string().max(5000).optional(),
  scoreScale: reference('scoreScale').optional(),
  resultValueMin: amount.optional(),
  resultValueMax: amount.optional(),
  learningObjectiveSet: objectives,
};

const outcome = {
  ...base,
  student: reference('user'),
  scoreScale: reference('scoreScale').optional(),
  scoreStatus: z.union([
    z.enum(['exempt', 'fully graded', 'not submitted', 'partially graded', 'submitted']),
    extension,
  ]),
  score: amount.optional(),
  textScore: z.string().min(1).max(255).optional(),
  scoreDate: z.iso.date(),
  comment: z.string().max(1000).optional(),
  learningObjectiveSet: objectiveScores,
  inProgress: truth.optional(),
  incomplete: truth.optional(),
  late: truth.optional(),
  missing: truth.optional(),
};

export const category = z.strictObject({
  ...base,
  title: z.string().min(1).max(255),
  weight: z.number().min(0).max(10_000).optional(),
});
export const lineItem = z.strictObject({
  ...item,
  assignDate: moment,
  dueDate: moment,
  class: reference('class'),
  school: reference('org'),
  category: reference('category'),
  gradingPeriod: reference('academicSession').optional(),
  academicSession: reference('academicSession').optional(),
});
export const assessmentLineItem = z.strictObject({
  ...item,
  class: reference('class').optional(),
  parentAssessmentLineItem: reference('assessmentLineItem').optional(),
});
export const result = z.strictObject({
  ...outcome,
  lineItem: reference('lineItem'),
  class: reference('class').optional(),
});
export const assessmentResult = z.strictObject({
  ...outcome,
  assessmentLineItem: reference('assessmentLineItem'),
  scorePercentile: amount.optional(),
});
export const scoreScale = z.strictObject({
  ...base,
  title: z.string().min(1).max(255),
  type: z.string().min(1).max(100),
  course: reference('course').optional(),
  class: reference('class'),
  scoreScaleValue: z
    .array(
      z.strictObject({ itemValueLHS: z.string().min(1).max(40), itemValueRHS: z.string().min(1).max(40) }),
    )
    .min(1)
    .max(100),
});

export type CategoryRecord = z.infer<typeof category>;
export type LineItemRecord = z.infer<typeof lineItem>;
export type AssessmentLineItemRecord = z.infer<typeof assessmentLineItem>;
export type ResultRecord = z.infer<typeof result>;
export type AssessmentResultRecord = z.infer<typeof assessmentResult>;
export type ScoreScaleRecord = z.infer<typeof scoreScale>;

/** The shape of one record by the list it belongs to. */
export const SHAPES = {
  categories: category,
  lineItems: lineItem,
  assessmentLineItems: assessmentLineItem,
  results: result,
  assessmentResults: assessmentResult,
  scoreScales: scoreScale,
} as const satisfies Partial<Record<EntityName, z.ZodType>>;

export type Written = keyof typeof SHAPES;
