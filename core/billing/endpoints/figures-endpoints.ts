import type { Endpoint } from 'payload';
import { z } from 'zod';
import { platformEndpoint, poolOf } from '../../tenancy/index.ts';
import { billingNow } from '../services/clock.ts';
import { saveAssumptions, saveInput } from '../services/figures/kpi-inputs.ts';
import { assumptionsContent, projectionOf } from '../services/figures/projection.ts';
import { readFigures, type Span } from '../services/figures/read-figures.ts';
import { FIGURE_ROWS, rowsBehind } from '../services/figures/rows-behind.ts';
import { MONTH_PATTERN } from '../services/months.ts';

const month = z.string().regex(MONTH_PATTERN);
const SPANS: Record<string, Span> = { '1': 1, '3': 3, '12': 12 };
const span = z.enum(['1', '3', '12']).transform((value) => SPANS[value] ?? 1);
const question = { month: month.optional(), span: span.optional() };

/** The figures of the whole platform, on the console host alone. */
export const figuresEndpoints: Endpoint[] = [
  platformEndpoint({
    path: '/console/figures',
    method: 'get',
    input: z.strictObject(question),
    run: ({ req, input }) => readFigures(poolOf(req.payload), input, billingNow()),
  }),
  platformEndpoint({
    path: '/console/figures/rows',
    method: 'get',
    input: z.strictObject({
      of: z.enum(FIGURE_ROWS),
      month,
      span: z.coerce.number().int().min(1).max(120).default(1),
      cohort: month.optional(),
    }),
    run: ({ req, input }) => rowsBehind(poolOf(req.payload), input),
  }),
  platformEndpoint({
    path: '/console/figures/projection',
    method: 'post',
    input: z.strictObject({
      start: z.strictObject({
        month,
        schools: z.int().min(0).max(1_000_000),
        mrrCents: z.int().min(0).max(1_000_000_000_000),
      }),
      assumptions: assumptionsContent,
      save: z.boolean(),
    }),
    run: async ({ req, input, staff }) => {
      if (input.save)
        await saveAssumptions(poolOf(req.payload), input.assumptions, { staff, now: billingNow() });
      return { projection: projectionOf(input.start, input.assumptions) };
    },
  }),
  platformEndpoint({
    path: '/console/figures/input',
    method: 'post',
    input: z.strictObject({
      ...question,
      save: z.strictObject({
        month,
        acquisitionCents: z.int().min(0).max(1_000_000_000_000),
        marginPercent: z.string().regex(/^(100|[1-9]?\d)(\.\d{1,4})?$/, 'write a percentage from 0 to 100'),
      }),
    }),
    run: async ({ req, input, staff }) => {
      const { save, ...asked } = input;
      await saveInput(poolOf(req.payload), save, { staff, now: billingNow() });
      return readFigures(poolOf(req.payload), asked, billingNow());
    },
  }),
];
