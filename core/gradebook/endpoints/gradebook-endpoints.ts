import type { Endpoint } from 'payload';
import { z } from 'zod';
import { plainDateIn } from '../../kernel/index.ts';
import { actorOf, noteRows } from '../../observability/index.ts';
import { visibleClassIds } from '../../school/index.ts';
import { poolOf, requireTenant, schoolEndpoint } from '../../tenancy/index.ts';
import { MOST_DAYS_LATE } from '../calculate/parse-cell.ts';
import { MARK_STATUSES } from '../calculate/types.ts';
import { classAnalytics } from '../services/class-analytics.ts';
import { listSheets } from '../services/list-sheets.ts';
import { moveSheet } from '../services/moderate.ts';
import { publishTerm } from '../services/publish-term.ts';
import { readPaper, savePaper } from '../services/question-scores.ts';
import { readSheet } from '../services/read-sheet.ts';
import { saveMarks } from '../services/save-marks.ts';
import { withdrawTerm } from '../services/withdraw-term.ts';
import { publicationEndpoints } from './publication-endpoints.ts';

const ref = { offering: z.uuid(), term: z.uuid() };
const note = z.string().max(1000).optional();
const offerings = z.array(z.uuid()).min(1).max(100);
const mark = z.strictObject({
  status: z.enum(MARK_STATUSES),
  scoreHundredths: z.int().min(0).max(10_000_000).optional(),
  daysLate: z.int().min(1).max(MOST_DAYS_LATE).optional(),
});
const titles = { title: z.string().trim().min(1).max(80), titleAr: z.string().trim().max(80).optional() };
const question = z.strictObject({
  ...titles,
  maxHundredths: z.int().min(1).max(1_000_000),
  levels: z
    .array(z.strictObject({ ...titles, points: z.int().min(0).max(1_000_000) }))
    .max(10)
    .optional(),
});
const scores = z.array(z.int().min(0).max(2_000_000).nullable()).max(100);
const cell = z.strictObject({
  student: z.uuid(),
  exam: z.uuid(),
  attempt: z.int().min(1).max(9).default(1),
  base: mark.nullable(),
  mark: mark.nullable(),
});

/** What the mark grid calls: the lesson groups, one sheet, saving cells, moderation, publication, statistics. */
export const gradebookEndpoints: Endpoint[] = [
  schoolEndpoint({
    path: '/gradebook/groups',
    method: 'get',
    permission: 'assessment.read',
    input: z.strictObject({}),
    run: async ({ req }) => {
      const today = plainDateIn(requireTenant().timeZone, Date.now());
      return listSheets(poolOf(req.payload), today, await visibleClassIds(req));
    },
  }),
  schoolEndpoint({
    path: '/gradebook/sheet',
    method: 'get',
    permission: 'assessment.read',
    input: z.strictObject(ref),
    run: async ({ req, input }) => {
      const sheet = await readSheet(poolOf(req.payload), input, await visibleClassIds(req));
      await noteRows(req, sheet.cells.length);
      return sheet;
    },
  }),
  schoolEndpoint({
    path: '/gradebook/marks',
    method: 'post',
    permission: 'assessment.write',
    input: z.strictObject({ ...ref, cells: z.array(cell).min(1).max(5000) }),
    run: async ({ req, input }) =>
      saveMarks(poolOf(req.payload), { ...input, actor: actorOf(req) }, await visibleClassIds(req)),
  }),
  schoolEndpoint({
    path: '/gradebook/questions',
    method: 'get',
    permission: 'assessment.read',
    input: z.strictObject({ ...ref, exam: z.uuid() }),
    run: async ({ req, input }) => {
      const paper = await readPaper(poolOf(req.payload), input, await visibleClassIds(req));
      await noteRows(req, paper.rows.length);
      return paper;
    },
  }),
  schoolEndpoint({
    path: '/gradebook/questions',
    method: 'post',
    permission: 'assessment.write',
    input: z.strictObject({
      ...ref,
      exam: z.uuid(),
      questions: z.array(question).max(100),
      rows: z.array(z.strictObject({ student: z.uuid(), base: scores.nullable(), scores })).max(500),
    }),
    run: async ({ req, input }) =>
      savePaper(poolOf(req.payload), { ...input, actor: actorOf(req) }, await visibleClassIds(req)),
  }),
  schoolEndpoint({
    path: '/gradebook/submit',
    method: 'post',
    permission: 'assessment.write',
    input: z.strictObject({ ...ref, note }),
    run: async ({ req, input }) =>
      moveSheet(
        poolOf(req.payload),
        { ...input, step: 'submit', actor: actorOf(req) },
        await visibleClassIds(req),
      ),
  }),
  schoolEndpoint({
    path: '/gradebook/moderate',
    method: 'post',
    permission: 'assessment.publish',
    input: z.strictObject({ ...ref, step: z.enum(['approve', 'return']), note }),
    run: async ({ req, input }) =>
      moveSheet(poolOf(req.payload), { ...input, actor: actorOf(req) }, await visibleClassIds(req)),
  }),
  schoolEndpoint({
    path: '/gradebook/publish',
    method: 'post',
    permission: 'assessment.publish',
    input: z.strictObject({ term: z.uuid(), offerings }),
    run: async ({ req, input }) =>
      publishTerm(poolOf(req.payload), {
        termId: input.term,
        offeringIds: input.offerings,
        actor: actorOf(req),
        classIds: await visibleClassIds(req),
      }),
  }),
  schoolEndpoint({
    path: '/gradebook/withdraw',
    method: 'post',
    permission: 'assessment.publish',
    input: z.strictObject({ term: z.uuid(), offerings, note }),
    run: async ({ req, input }) =>
      withdrawTerm(poolOf(req.payload), {
        termId: input.term,
        offeringIds: input.offerings,
        ...(input.note ? { note: input.note } : {}),
        actor: actorOf(req),
        classIds: await visibleClassIds(req),
      }),
  }),
  schoolEndpoint({
    path: '/gradebook/analytics',
    method: 'get',
    permission: 'assessment.read',
    input: z.strictObject(ref),
    run: async ({ req, input }) => {
      const analytics = await classAnalytics(poolOf(req.payload), input, await visibleClassIds(req));
      await noteRows(req, analytics.pupils);
      return analytics;
    },
  }),
  ...publicationEndpoints,
];
