import type { Endpoint } from 'payload';
import { z } from 'zod';
import { idOf, poolOf, schoolEndpoint, viewerOf } from '../../tenancy/index.ts';
import { ownNotes } from '../services/own-notes.ts';
import { markNotesRead } from '../services/panel-notes.ts';

/** The notes that add-ons left for the role of whoever asks: its own unread ones, and those it has read. */
export const noteEndpoints: Endpoint[] = [
  schoolEndpoint({
    path: '/notes',
    method: 'get',
    permission: 'communication.read',
    input: z.strictObject({}),
    run: async ({ req }) => ({ notes: await ownNotes(req) }),
  }),
  schoolEndpoint({
    path: '/notes/read',
    method: 'post',
    permission: 'communication.read',
    input: z.strictObject({ ids: z.array(z.uuid()).min(1).max(50) }),
    run: async ({ req, input, userId }) => {
      const roleId = idOf(viewerOf(req)?.role);
      if (roleId !== undefined) await markNotesRead(poolOf(req.payload), { userId, roleId, ids: input.ids });
      return {};
    },
  }),
];
