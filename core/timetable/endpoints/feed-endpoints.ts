import type { Endpoint } from 'payload';
import { z } from 'zod';
import { AppError } from '../../kernel/index.ts';
import { actorOf } from '../../observability/index.ts';
import { poolOf, schoolEndpoint } from '../../tenancy/index.ts';
import { listFeeds, makeFeed, revokeFeed } from '../services/feeds.ts';

/** Addresses for calendar programs. People make and end their own; a program with a key has no account to own one. */
export const feedEndpoints: Endpoint[] = [
  schoolEndpoint({
    path: '/calendar/feeds',
    method: 'get',
    permission: 'structure.read',
    input: z.strictObject({}),
    run: async ({ req, userId }) => ({ feeds: await listFeeds(poolOf(req.payload), userId) }),
  }),
  schoolEndpoint({
    path: '/calendar/feeds',
    method: 'post',
    permission: 'structure.read',
    input: z.strictObject({
      kind: z.enum(['teacher', 'class', 'student']),
      id: z.uuid(),
      language: z.enum(['en', 'ar']),
    }),
    run: ({ req, input: { kind, id, language }, userId }) => {
      const actor = actorOf(req);
      // Support visits a school and leaves nothing behind that would go on reading.
      if (actor.kind !== 'user') throw new AppError('resource.not_found');
      return makeFeed(poolOf(req.payload), { userId, kind, subjectId: id, language, actor });
    },
  }),
  schoolEndpoint({
    path: '/calendar/feeds/revoke',
    method: 'post',
    permission: 'structure.read',
    input: z.strictObject({ id: z.uuid() }),
    run: async ({ req, input: { id }, userId }) => {
      await revokeFeed(poolOf(req.payload), { id, userId, actor: actorOf(req) });
      return { revoked: true };
    },
  }),
];
