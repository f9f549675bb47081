import type { Endpoint, PayloadRequest } from 'payload';
import { z } from 'zod';
import { actorOf } from '../../observability/index.ts';
import { grantsOf, poolOf, schoolEndpoint } from '../../tenancy/index.ts';
import { createRole, deleteRole, settleTemplate } from '../services/role-changes.ts';
import { type Matrix, readMatrix, saveRoles } from '../services/roles-matrix.ts';

const name = z.string().trim().min(1).max(120);
const nameAr = z.string().trim().max(120).nullable();
const rowScope = z.enum(['school', 'own_classes', 'own_children', 'self']);
const codes = z.array(z.string().max(60)).max(500);
const seen = { id: z.uuid(), revision: z.int().min(1) };

const answer = async (req: PayloadRequest): Promise<Matrix> =>
  readMatrix(poolOf(req.payload), await grantsOf(req));

// After a change the rights of this request are those of before; the page needs the roles as they are now.
const changed = async (req: PayloadRequest, extra: Record<string, unknown> = {}) => ({
  ...(await answer(req)),
  ...extra,
});

/** What the page of roles calls; every POST answers with the whole matrix as it is afterwards. */
export const roleEndpoints: Endpoint[] = [
  schoolEndpoint({
    path: '/roles-matrix',
    method: 'get',
    permission: 'roles.read',
    input: z.strictObject({}),
    run: ({ req }) => answer(req),
  }),
  schoolEndpoint({
    path: '/roles-matrix',
    method: 'post',
    permission: 'roles.write',
    input: z.strictObject({
      roles: z
        .array(
          z.strictObject({
            ...seen,
            name: name.optional(),
            nameAr: nameAr.optional(),
            rowScope: rowScope.optional(),
            add: codes.optional(),
            remove: codes.optional(),
          }),
        )
        .min(1)
        .max(100)
        .refine((roles) => new Set(roles.map(({ id }) => id)).size === roles.length, 'a role is named twice'),
    }),
    run: async ({ req, input }) => {
      await saveRoles(poolOf(req.payload), input.roles, await grantsOf(req), actorOf(req));
      return changed(req);
    },
  }),
  schoolEndpoint({
    path: '/roles-matrix/create',
    method: 'post',
    permission: 'roles.write',
    input: z.strictObject({
      name,
      nameAr: nameAr.optional(),
      rowScope: rowScope.optional(),
      copyOf: z.uuid().optional(),
    }),
    run: async ({ req, input }) =>
      changed(req, {
        created: await createRole(poolOf(req.payload), input, await grantsOf(req), actorOf(req)),
      }),
  }),
  schoolEndpoint({
    path: '/roles-matrix/delete',
    method: 'post',
    permission: 'roles.write',
    input: z.strictObject(seen),
    run: async ({ req, input }) => {
      await deleteRole(poolOf(req.payload), input, await grantsOf(req), actorOf(req));
      return changed(req);
    },
  }),
  schoolEndpoint({
    path: '/roles-matrix/template',
    method: 'post',
    permission: 'roles.write',
    input: z.strictObject({ ...seen, takeOver: z.boolean() }),
    run: async ({ req, input }) => {
      await settleTemplate(poolOf(req.payload), input, await grantsOf(req), actorOf(req));
      return changed(req);
    },
  }),
];
