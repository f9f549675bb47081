import type { Endpoint } from 'payload';
import { z } from 'zod';
import { actorOf } from '../../observability/index.ts';
import { poolOf, schoolEndpoint } from '../../tenancy/index.ts';
import { fillBank, readBank, removeBankComment, saveBankComment } from '../services/comment-bank.ts';
import { readComments, saveComments } from '../services/comments.ts';
import { checkClasses } from './reach.ts';

const place = { term: z.uuid(), kind: z.enum(['classroom', 'offering']), id: z.uuid() };
const text = z.string().trim().max(600);

/** What teachers write on report cards, and the sentences they choose from. */
export const commentEndpoints: Endpoint[] = [
  schoolEndpoint({
    path: '/report-cards/comments',
    method: 'get',
    permission: 'assessment.write',
    input: z.strictObject(place),
    run: async ({ req, input }) => {
      await checkClasses(req, [input.id]);
      return { pupils: await readComments(poolOf(req.payload), input) };
    },
  }),
  schoolEndpoint({
    path: '/report-cards/comments',
    method: 'post',
    permission: 'assessment.write',
    input: z.strictObject({
      place: z.strictObject(place),
      comments: z
        .array(
          z.strictObject({
            student: z.uuid(),
            en: text,
            ar: text,
            conduct: z.enum(['excellent', 'very_good', 'good', 'needs_care']).nullable(),
            revision: z.int().min(0),
          }),
        )
        .min(1)
        .max(500),
    }),
    run: async ({ req, input }) => {
      await checkClasses(req, [input.place.id]);
      const actor = actorOf(req);
      const userId = actor.kind === 'user' ? (actor.id ?? null) : null;
      const pupils = await saveComments(poolOf(req.payload), input.place, {
        comments: input.comments,
        userId,
        actor,
      });
      return { pupils };
    },
  }),
  schoolEndpoint({
    path: '/report-cards/bank',
    method: 'get',
    permission: 'assessment.write',
    input: z.strictObject({}),
    run: async ({ req }) => ({ comments: await readBank(poolOf(req.payload)) }),
  }),
  schoolEndpoint({
    path: '/report-cards/bank',
    method: 'post',
    permission: 'reports.write',
    input: z.strictObject({
      id: z.uuid().nullable(),
      kind: z.enum(['subject', 'overall']),
      subject: z.uuid().nullable(),
      level: z.enum(['excellent', 'good', 'fair', 'weak']),
      en: text.min(1),
      ar: text.min(1),
    }),
    run: async ({ req, input }) => ({
      comments: await saveBankComment(poolOf(req.payload), input, actorOf(req)),
    }),
  }),
  schoolEndpoint({
    path: '/report-cards/bank/remove',
    method: 'post',
    permission: 'reports.write',
    input: z.strictObject({ id: z.uuid() }),
    run: async ({ req, input }) => ({
      comments: await removeBankComment(poolOf(req.payload), input.id, actorOf(req)),
    }),
  }),
  schoolEndpoint({
    path: '/report-cards/bank/fill',
    method: 'post',
    permission: 'reports.write',
    input: z.strictObject({}),
    run: async ({ req }) => ({ comments: await fillBank(poolOf(req.payload), actorOf(req)) }),
  }),
];
