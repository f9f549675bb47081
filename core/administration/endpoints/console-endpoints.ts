import type { Endpoint } from 'payload';
import { z } from 'zod';
import { platformEndpoint, poolOf, type Staff } from '../../tenancy/index.ts';
import { type Actor, changeGroup, changePlan, changeState } from '../services/change-school.ts';
import { listSchools, readChoices, readSchool } from '../services/list-schools.ts';
import { provisionSchool } from '../services/provision-school.ts';
import { openActions, type StateAction, TRANSITIONS } from '../services/school-states.ts';

const id = z.uuid();
const line = (max: number) => z.string().trim().min(1).max(max);
const ACTIONS = Object.keys(TRANSITIONS) as [StateAction, ...StateAction[]];

const byStaff = (staff: Staff): Actor => ({ kind: 'staff', id: staff.id, label: staff.label });

/** What staff do with schools, on the console host alone. */
export const consoleEndpoints: Endpoint[] = [
  platformEndpoint({
    path: '/console/schools',
    method: 'get',
    input: z.strictObject({
      search: z.string().max(100).optional(),
      state: z.enum(['', 'trial', 'active', 'suspended', 'archived']).optional(),
      group: id.optional(),
      page: z.coerce.number().int().min(1).max(10_000).optional(),
    }),
    run: ({ req, input }) => listSchools(poolOf(req.payload), input),
  }),
  platformEndpoint({
    path: '/console/school',
    method: 'get',
    input: z.strictObject({ id }),
    run: async ({ req, input }) => {
      const school = await readSchool(poolOf(req.payload), input.id);
      return { school, actions: openActions(school.status), ...(await readChoices(poolOf(req.payload))) };
    },
  }),
  platformEndpoint({
    path: '/console/schools/create',
    method: 'post',
    input: z.strictObject({
      name: line(120),
      nameAr: z.string().trim().max(120).optional(),
      subdomain: line(40),
      plan: line(40),
      adminEmail: line(254),
      locale: z.enum(['en', 'ar']),
      timeZone: line(60),
      state: z.enum(['trial', 'active']),
      group: id.nullable().optional(),
    }),
    run: async ({ req, input, staff }) => {
      const { nameAr, group, ...school } = input;
      const made = await provisionSchool(req.payload, {
        ...school,
        ...(nameAr ? { nameAr } : {}),
        group: group ?? null,
        // Staff never know a password of a school: that would be a way in past support access.
        invite: true,
        actor: byStaff(staff),
      });
      return {
        id: made.tenant.id,
        subdomain: made.tenant.subdomain,
        created: made.created,
        adminEmail: made.adminEmail,
      };
    },
  }),
  platformEndpoint({
    path: '/console/schools/state',
    method: 'post',
    input: z.strictObject({
      id,
      action: z.enum(ACTIONS),
      reason: z.string().trim().max(500).optional(),
      confirm: z.string().max(60).optional(),
    }),
    run: ({ req, input, staff }) =>
      changeState(poolOf(req.payload), {
        tenantId: input.id,
        action: input.action,
        reason: input.reason,
        confirm: input.confirm,
        actor: byStaff(staff),
      }),
  }),
  platformEndpoint({
    path: '/console/schools/plan',
    method: 'post',
    input: z.strictObject({ id, plan: line(40) }),
    run: ({ req, input, staff }) =>
      changePlan(poolOf(req.payload), { tenantId: input.id, plan: input.plan, actor: byStaff(staff) }),
  }),
  platformEndpoint({
    path: '/console/schools/group',
    method: 'post',
    input: z.strictObject({ id, group: id.nullable() }),
    run: ({ req, input, staff }) =>
      changeGroup(poolOf(req.payload), { tenantId: input.id, group: input.group, actor: byStaff(staff) }),
  }),
];
