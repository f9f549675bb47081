import type { Endpoint } from 'payload';
import { z } from 'zod';
import { actorOf } from '../../observability/index.ts';
import { poolOf, readInput, requirePermission, schoolEndpoint, tellingErrors } from '../../tenancy/index.ts';
import { tidyCheckCode } from '../services/issue-numbers.ts';
import { issuePapers, listPapers, withdrawPaper } from '../services/issue-papers.ts';
import { ministrySheet } from '../services/ministry-sheet.ts';
import { checkPaper, printPaper, printSheet } from '../services/print-papers.ts';
import { PAPER_KINDS } from '../services/types.ts';
import { layout } from './card-endpoints.ts';
import { checkClasses, linkTo, pdfAnswer, storage } from './reach.ts';

const PERMISSION = 'reports.write';
const sentence = z.string().trim().min(1).max(300);

/** Transcripts, certificates and ID cards: issue, print, take back, and tell true ones from forged ones. */
export const paperEndpoints: Endpoint[] = [
  schoolEndpoint({
    path: '/papers/issue',
    method: 'post',
    permission: PERMISSION,
    input: z.strictObject({
      kind: z.enum(PAPER_KINDS),
      students: z.array(z.uuid()).min(1).max(400),
      leftOn: z.string().max(10).optional(),
      reason: z.strictObject({ en: sentence.optional(), ar: sentence.optional() }).optional(),
      conduct: z.enum(['excellent', 'very_good', 'good', 'needs_care']).optional(),
      addressee: sentence.optional(),
    }),
    run: async ({ req, input }) => {
      const { reason, ...rest } = input;
      const words = {
        ...(reason?.en === undefined ? {} : { en: reason.en }),
        ...(reason?.ar === undefined ? {} : { ar: reason.ar }),
      };
      const papers = await issuePapers(poolOf(req.payload), storage(), {
        ...rest,
        reason: Object.keys(words).length > 0 ? words : undefined,
        actor: actorOf(req),
      });
      return { papers };
    },
  }),
  schoolEndpoint({
    path: '/papers',
    method: 'get',
    permission: PERMISSION,
    input: z.strictObject({ student: z.uuid() }),
    run: async ({ req, input }) => ({ papers: await listPapers(poolOf(req.payload), input.student) }),
  }),
  schoolEndpoint({
    path: '/papers/print',
    method: 'post',
    permission: PERMISSION,
    input: z.strictObject({ paper: z.uuid(), layout }),
    run: async ({ req, input }) =>
      linkTo(await printPaper(poolOf(req.payload), storage(), { ...input, actor: actorOf(req) })),
  }),
  {
    path: '/papers/sheet',
    method: 'post',
    custom: { permission: PERMISSION },
    handler: tellingErrors(async (req) => {
      await requirePermission(req, PERMISSION);
      const schema = z.strictObject({ papers: z.array(z.uuid()).min(1).max(400), layout });
      const input = await readInput(req, { method: 'post', input: schema });
      const pdf = await printSheet(poolOf(req.payload), storage(), { ...input, actor: actorOf(req) });
      return pdfAnswer(pdf, 'id-cards.pdf');
    }),
  },
  schoolEndpoint({
    path: '/papers/withdraw',
    method: 'post',
    permission: 'reports.manage',
    input: z.strictObject({ paper: z.uuid(), reason: z.string().trim().min(1).max(1000) }),
    run: async ({ req, input }) => {
      await withdrawPaper(poolOf(req.payload), { ...input, actor: actorOf(req) });
      return { withdrawn: true };
    },
  }),
  schoolEndpoint({
    path: '/papers/check',
    method: 'post',
    permission: PERMISSION,
    input: z.strictObject({ number: z.string().trim().max(40), checkCode: z.string().max(40) }),
    run: async ({ req, input }) => {
      const found = await checkPaper(poolOf(req.payload), {
        number: input.number.toUpperCase(),
        checkCode: tidyCheckCode(input.checkCode),
      });
      return { paper: found ?? null };
    },
  }),
  schoolEndpoint({
    path: '/report-cards/ministry',
    method: 'get',
    permission: PERMISSION,
    input: z.strictObject({ term: z.uuid(), classroom: z.uuid() }),
    run: async ({ req, input }) => {
      await checkClasses(req, [input.classroom]);
      return { rows: await ministrySheet(poolOf(req.payload), { ...input, actor: actorOf(req) }) };
    },
  }),
];
