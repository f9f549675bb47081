import type { Endpoint } from 'payload';
import { z } from 'zod';
import { grantsOf, schoolEndpoint } from '../../tenancy/index.ts';
import { countActiveStudents, readFamilyDashboard, readSchoolDashboard } from '../services/dashboards.ts';

/** The numbers of the start pages, as the panel shows them to whoever asks. */
export const dashboardEndpoints: Endpoint[] = [
  schoolEndpoint({
    path: '/dashboard',
    method: 'get',
    permission: 'students.read',
    input: z.strictObject({}),
    run: async ({ req }) => {
      const { rowScope } = await grantsOf(req);
      return rowScope === 'own_children' || rowScope === 'self'
        ? readFamilyDashboard(req)
        : readSchoolDashboard(req);
    },
  }),
  schoolEndpoint({
    path: '/dashboard/active-students',
    method: 'get',
    permission: 'students.read',
    input: z.strictObject({}),
    run: async ({ req }) => ({ students: await countActiveStudents(req) }),
  }),
];
