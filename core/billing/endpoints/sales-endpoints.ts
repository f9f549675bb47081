import type { Endpoint } from 'payload';
import { z } from 'zod';
import { platformEndpoint, poolOf } from '../../tenancy/index.ts';
import { billingNow } from '../services/clock.ts';
import { priceBookContent } from '../services/price-book/content.ts';
import { readAccountOfSchool } from '../services/sales/account.ts';
import { listGroups, readGroup, setOnePayer } from '../services/sales/groups.ts';
import { addNote } from '../services/sales/notes.ts';
import { simulatePiece } from '../services/sales/simulation/simulate.ts';

const id = z.uuid();
const reason = z.string().trim().min(3).max(500);

/** What sales see and do on the console host: a school's account, notes, groups, and what a draft would change. */
export const salesEndpoints: Endpoint[] = [
  platformEndpoint({
    path: '/console/account',
    method: 'get',
    input: z.strictObject({ id }),
    run: ({ req, input }) => readAccountOfSchool(poolOf(req.payload), input.id, billingNow()),
  }),
  platformEndpoint({
    path: '/console/account/note',
    method: 'post',
    input: z.strictObject({ id, body: z.string().trim().min(1).max(4000) }),
    run: async ({ req, input, staff }) => {
      const pool = poolOf(req.payload);
      await addNote(pool, { tenantId: input.id, body: input.body, staff, now: billingNow() });
      return readAccountOfSchool(pool, input.id, billingNow());
    },
  }),
  platformEndpoint({
    path: '/console/groups',
    method: 'get',
    input: z.strictObject({}),
    run: ({ req }) => listGroups(poolOf(req.payload)),
  }),
  platformEndpoint({
    path: '/console/group',
    method: 'get',
    input: z.strictObject({ id }),
    run: ({ req, input }) => readGroup(poolOf(req.payload), input.id, billingNow()),
  }),
  platformEndpoint({
    path: '/console/group/payer',
    method: 'post',
    input: z.strictObject({ id, hasOnePayer: z.boolean(), reason }),
    run: async ({ req, input, staff }) => {
      const pool = poolOf(req.payload);
      const now = billingNow();
      await setOnePayer(pool, { ...input, staff, now });
      return readGroup(pool, input.id, now);
    },
  }),
  platformEndpoint({
    path: '/console/price-book/simulate',
    method: 'post',
    input: z.strictObject({ draft: priceBookContent, after: id.optional() }),
    run: ({ req, input }) =>
      simulatePiece(poolOf(req.payload), { draft: input.draft, after: input.after, now: billingNow() }),
  }),
];
