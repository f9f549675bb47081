import type { Endpoint } from 'payload';
import { z } from 'zod';
import { platformEndpoint, poolOf, type Staff } from '../../core/tenancy/index.ts';
import type { Actor } from '../services/life/move-install.ts';
import { listReleases } from '../services/releases/list-releases.ts';
import { steerRollout } from '../services/releases/steer-rollout.ts';
import { changeVersionState } from '../services/releases/version-states.ts';

const reason = z.string().trim().min(1).max(500);
const byStaff = (staff: Staff): Actor => ({ kind: 'staff', id: staff.id, label: staff.label });

/** What staff do with versions and rollouts, on the console host alone. */
export const releaseEndpoints: Endpoint[] = [
  platformEndpoint({
    path: '/console/releases',
    method: 'get',
    input: z.strictObject({}),
    run: ({ req }) => listReleases(poolOf(req.payload)),
  }),
  platformEndpoint({
    path: '/console/releases/state',
    method: 'post',
    input: z.strictObject({
      pluginId: z.string().max(100),
      version: z.string().max(60).optional(),
      action: z.enum(['deprecate', 'yank', 'revoke']),
      reason,
    }),
    run: async ({ req, input, staff }) => {
      const { version, ...change } = input;
      await changeVersionState(poolOf(req.payload), {
        ...change,
        ...(version ? { version } : {}),
        actor: byStaff(staff),
      });
      return listReleases(poolOf(req.payload));
    },
  }),
  platformEndpoint({
    path: '/console/releases/rollout',
    method: 'post',
    input: z.strictObject({ id: z.uuid(), action: z.enum(['pause', 'resume', 'roll_back']), reason }),
    run: async ({ req, input, staff }) => {
      await steerRollout(poolOf(req.payload), { ...input, actor: byStaff(staff) });
      return listReleases(poolOf(req.payload));
    },
  }),
];
