import type { Endpoint } from 'payload';
import { z } from 'zod';
import { noteRows } from '../../observability/index.ts';
import { poolOf, schoolEndpoint } from '../../tenancy/index.ts';
import { search } from '../services/search.ts';
import { searchReach } from '../services/search-reach.ts';

/** What the search box of the panel calls. What each person finds is narrowed by their permissions and rows. */
export const searchEndpoints: Endpoint[] = [
  schoolEndpoint({
    path: '/search',
    method: 'get',
    permission: 'students.read',
    input: z.strictObject({
      q: z.string().max(200),
      limit: z.coerce.number().int().min(1).max(25).default(6),
    }),
    run: async ({ req, input }) => {
      const hits = await search(poolOf(req.payload), input.q, await searchReach(req), input.limit);
      await noteRows(req, hits.length);
      return { hits };
    },
  }),
];
