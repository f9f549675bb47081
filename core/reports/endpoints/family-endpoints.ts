import type { Endpoint } from 'payload';
import { z } from 'zod';
import { visibleStudentIds } from '../../school/index.ts';
import { poolOf, schoolEndpoint } from '../../tenancy/index.ts';
import { publishedCards } from '../services/published-cards.ts';

/** The published cards of the children somebody may see. */
export const familyEndpoints: Endpoint[] = [
  schoolEndpoint({
    path: '/report-cards/mine',
    method: 'get',
    permission: 'assessment.read',
    input: z.strictObject({}),
    run: async ({ req }) => {
      const students = await visibleStudentIds(req);
      // People of the school look at classes; a list of everybody would be no page.
      return { cards: students === 'all' ? [] : await publishedCards(poolOf(req.payload), students) };
    },
  }),
];
