import type { Endpoint } from 'payload';
import { z } from 'zod';
import { countFamilies, TELLINGS } from '../../communication/index.ts';
import { AppError } from '../../kernel/index.ts';
import { actorOf, noteRows } from '../../observability/index.ts';
import { visibleClassIds } from '../../school/index.ts';
import {
  can,
  poolOf,
  type Queryable,
  readInput,
  requirePermission,
  schoolEndpoint,
  tellingErrors,
} from '../../tenancy/index.ts';
import { approveCards } from '../services/approve-cards.ts';
import { makeDrafts, returnCards, submitCards, withdrawCards } from '../services/card-steps.ts';
import { classOverview } from '../services/class-overview.ts';
import { printCard, proofOf } from '../services/print-card.ts';
import { reportChoices } from '../services/report-choices.ts';
import { scheduleCards } from '../services/schedule-cards.ts';
import { checkClasses, linkTo, pdfAnswer, reachOf, storage } from './reach.ts';

export const layout = z.enum(['en', 'ar', 'both']);
/** Writing to families costs the school money. */
const TELL = 'communication.write';
const cards = z.array(z.uuid()).min(1).max(3000);
const note = z.string().trim().min(1).max(1000);

/** The way of a report card: draft, submitted, approved, published, withdrawn; and its print. */
export const cardEndpoints: Endpoint[] = [
  schoolEndpoint({
    path: '/report-cards/choices',
    method: 'get',
    permission: 'assessment.read',
    input: z.strictObject({}),
    run: async ({ req }) => reportChoices(poolOf(req.payload), await visibleClassIds(req)),
  }),
  schoolEndpoint({
    path: '/report-cards/class',
    method: 'get',
    permission: 'assessment.read',
    input: z.strictObject({ term: z.uuid(), classroom: z.uuid() }),
    run: async ({ req, input }) => {
      await checkClasses(req, [input.classroom]);
      const overview = await classOverview(poolOf(req.payload), input);
      if (!overview) throw new AppError('reports.place_unknown');
      await noteRows(req, overview.pupils.length);
      return overview;
    },
  }),
  schoolEndpoint({
    path: '/report-cards/drafts',
    method: 'post',
    permission: 'reports.write',
    input: z.strictObject({ term: z.uuid(), classrooms: z.array(z.uuid()).min(1).max(300) }),
    run: async ({ req, input }) => {
      await checkClasses(req, input.classrooms);
      return { made: await makeDrafts(poolOf(req.payload), { ...input, actor: actorOf(req) }) };
    },
  }),
  schoolEndpoint({
    path: '/report-cards/submit',
    method: 'post',
    permission: 'assessment.write',
    input: z.strictObject({ cards }),
    run: async ({ req, input }) => {
      const pool = poolOf(req.payload);
      await checkClasses(req, await classesOf(pool, input.cards));
      await submitCards(pool, { ...input, actor: actorOf(req) });
      return { moved: input.cards.length };
    },
  }),
  schoolEndpoint({
    path: '/report-cards/return',
    method: 'post',
    permission: 'reports.manage',
    input: z.strictObject({ cards, note }),
    run: async ({ req, input }) => {
      const pool = poolOf(req.payload);
      await checkClasses(req, await classesOf(pool, input.cards));
      await returnCards(pool, { ...input, actor: actorOf(req) });
      return { moved: input.cards.length };
    },
  }),
  schoolEndpoint({
    path: '/report-cards/approve',
    method: 'post',
    permission: 'reports.manage',
    input: z.strictObject({ cards, withoutComments: z.boolean() }),
    run: async ({ req, input }) => {
      const pool = poolOf(req.payload);
      await checkClasses(req, await classesOf(pool, input.cards));
      return { moved: await approveCards(pool, storage(), { ...input, actor: actorOf(req) }) };
    },
  }),
  schoolEndpoint({
    path: '/report-cards/publish',
    method: 'post',
    permission: 'reports.manage',
    input: z.strictObject({
      cards,
      publishOn: z.string().max(10),
      telling: z.enum(TELLINGS).default('none'),
    }),
    run: async ({ req, input }) => {
      const pool = poolOf(req.payload);
      if (input.telling !== 'none') await requirePermission(req, TELL);
      await checkClasses(req, await classesOf(pool, input.cards));
      await scheduleCards(pool, { ...input, actor: actorOf(req) });
      return { moved: input.cards.length };
    },
  }),
  schoolEndpoint({
    path: '/report-cards/families',
    method: 'post',
    permission: 'reports.manage',
    input: z.strictObject({ cards }),
    run: async ({ req, input }) => {
      const pool = poolOf(req.payload);
      await checkClasses(req, await classesOf(pool, input.cards));
      const { rows } = await pool.query(
        'select term_id, array_agg(student_id) as students from report_cards where id = any($1) group by term_id',
        [input.cards],
      );
      // Cards of one dialog are of one term.
      const [of] = rows;
      if (!of) throw new AppError('resource.not_found');
      const families = await countFamilies(pool, {
        ...{ kind: 'report_cards', termId: of.term_id, students: of.students },
      });
      return { families, mayTell: await can(req, TELL) };
    },
  }),
  schoolEndpoint({
    path: '/report-cards/withdraw',
    method: 'post',
    permission: 'reports.manage',
    input: z.strictObject({ cards, note }),
    run: async ({ req, input }) => {
      const pool = poolOf(req.payload);
      await checkClasses(req, await classesOf(pool, input.cards));
      await withdrawCards(pool, { ...input, actor: actorOf(req) });
      return { moved: input.cards.length };
    },
  }),
  schoolEndpoint({
    path: '/report-cards/print',
    method: 'post',
    permission: 'assessment.read',
    input: z.strictObject({ card: z.uuid(), layout }),
    run: async ({ req, input }) =>
      linkTo(
        await printCard(poolOf(req.payload), storage(), {
          ...input,
          reach: await reachOf(req),
          actor: actorOf(req),
        }),
      ),
  }),
  {
    path: '/report-cards/proof',
    method: 'get',
    custom: { permission: 'assessment.read' },
    handler: tellingErrors(async (req) => {
      await requirePermission(req, 'assessment.read');
      const schema = z.strictObject({ card: z.uuid(), layout });
      const input = await readInput(req, { method: 'get', input: schema });
      const pdf = await proofOf(poolOf(req.payload), storage(), { ...input, reach: await reachOf(req) });
      return pdfAnswer(pdf, 'report-card-draft.pdf');
    }),
  },
];

/** The classes of cards. A card whose class is gone counts as a class nobody has, so that only the whole school reaches it. */
async function classesOf(database: Queryable, ids: string[]): Promise<string[]> {
  const { rows } = await database.query(
    'select distinct coalesce(classroom_id, id) as id from report_cards where id = any($1)',
    [ids],
  );
  return rows.map((row) => String(row.id));
}
