import type { Endpoint, PayloadRequest } from 'payload';
import { z } from 'zod';
import { inTransaction, platformEndpoint, poolOf, type Staff } from '../../tenancy/index.ts';
import { billingNow } from '../services/clock.ts';
import { addOverride, endOverride } from '../services/entitlements/overrides.ts';
import { readAccountOfSchool } from '../services/sales/account.ts';
import { addNote } from '../services/sales/notes.ts';
import {
  changePlanOfSchool,
  contractForSchool,
  endWithPeriod,
  extendTrial,
} from '../services/sales/staff-changes.ts';

const id = z.uuid();
const reason = z.string().trim().min(3).max(500);

const byStaff = (staff: Staff) => ({ kind: 'staff' as const, id: staff.id, label: staff.label });
const plan = z.string().regex(/^[a-z][a-z0-9_]{1,59}$/);
const cycle = z.enum(['monthly', 'yearly']);

function changeOf<Input extends { id: string }>({ id: tenantId, ...rest }: Input, staff: Staff) {
  return { ...rest, tenantId, staff, now: billingNow() };
}
const answer = (req: PayloadRequest, tenantId: string) =>
  readAccountOfSchool(poolOf(req.payload), tenantId, billingNow());

/** One school's account on the console: to read, to note, to grant or take something for a while, and to change. */
export const accountEndpoints: Endpoint[] = [
  platformEndpoint({
    path: '/console/account',
    method: 'get',
    input: z.strictObject({ id }),
    run: ({ req, input }) => answer(req, input.id),
  }),
  platformEndpoint({
    path: '/console/account/note',
    method: 'post',
    input: z.strictObject({ id, body: z.string().trim().min(1).max(4000) }),
    run: async ({ req, input, staff }) => {
      await addNote(poolOf(req.payload), { tenantId: input.id, body: input.body, staff, now: billingNow() });
      return answer(req, input.id);
    },
  }),
  platformEndpoint({
    path: '/console/account/override',
    method: 'post',
    input: z.strictObject({
      id,
      key: z.string().regex(/^[a-z][a-z0-9_]{1,59}$/),
      value: z.union([z.boolean(), z.int().min(0), z.null()]),
      reason,
      startsAt: z.iso.datetime({ offset: true }).optional(),
      endsAt: z.iso.datetime({ offset: true }),
    }),
    run: async ({ req, input, staff }) => {
      const now = billingNow();
      const { key, value } = input;
      const override = {
        ...{ tenantId: input.id, key, value, reason: input.reason },
        startsAt: input.startsAt ? new Date(input.startsAt) : now,
        endsAt: new Date(input.endsAt),
      };
      await inTransaction(poolOf(req.payload), (client) =>
        addOverride(client, override, byStaff(staff), now),
      );
      return answer(req, input.id);
    },
  }),
  platformEndpoint({
    path: '/console/account/override/end',
    method: 'post',
    input: z.strictObject({ id, override: id }),
    run: async ({ req, input, staff }) => {
      await inTransaction(poolOf(req.payload), (client) =>
        endOverride(client, { id: input.override, tenantId: input.id }, byStaff(staff), billingNow()),
      );
      return answer(req, input.id);
    },
  }),
  platformEndpoint({
    path: '/console/account/plan',
    method: 'post',
    input: z.strictObject({ id, plan, cycle, reason }),
    run: async ({ req, input, staff }) => {
      await changePlanOfSchool(poolOf(req.payload), changeOf(input, staff));
      return answer(req, input.id);
    },
  }),
  platformEndpoint({
    path: '/console/account/contract',
    method: 'post',
    input: z.strictObject({ id, plan, cycle, cents: z.int().min(1).max(1_000_000_000), reason }),
    run: async ({ req, input, staff }) => {
      await contractForSchool(poolOf(req.payload), changeOf(input, staff));
      return answer(req, input.id);
    },
  }),
  platformEndpoint({
    path: '/console/account/trial',
    method: 'post',
    input: z.strictObject({ id, lastDay: z.iso.date(), reason }),
    run: async ({ req, input, staff }) => {
      await extendTrial(poolOf(req.payload), changeOf(input, staff));
      return answer(req, input.id);
    },
  }),
  platformEndpoint({
    path: '/console/account/cancel',
    method: 'post',
    input: z.strictObject({ id, cancel: z.boolean(), reason }),
    run: async ({ req, input, staff }) => {
      await endWithPeriod(poolOf(req.payload), changeOf(input, staff));
      return answer(req, input.id);
    },
  }),
];
