import type { Endpoint } from 'payload';
import { z } from 'zod';
import { actorOf } from '../../core/observability/index.ts';
import { schoolEndpoint } from '../../core/tenancy/index.ts';
import { setCaps } from '../services/caps.ts';
import { configureAddOn, installAddOn, switchAddOn } from '../services/installs.ts';
import { listAddOns } from '../services/list-add-ons.ts';

const pluginId = z.string().max(100);

/** What the Add-ons page calls. */
export const addOnEndpoints: Endpoint[] = [
  schoolEndpoint({
    path: '/add-ons',
    method: 'get',
    permission: 'addons.read',
    input: z.strictObject({}),
    run: ({ req }) => listAddOns(req.payload),
  }),
  schoolEndpoint({
    path: '/add-ons/install',
    method: 'post',
    permission: 'addons.write',
    input: z.strictObject({ pluginId, consent: z.string().max(64) }),
    run: async ({ req, input, userId }) => {
      const actor = actorOf(req);
      await installAddOn(req.payload, { ...input, actor, ...(actor.kind === 'user' ? { userId } : {}) });
      return listAddOns(req.payload);
    },
  }),
  schoolEndpoint({
    path: '/add-ons/settings',
    method: 'post',
    permission: 'addons.write',
    input: z.strictObject({
      pluginId,
      settings: z.record(
        z.string().max(60),
        z.union([z.string().max(2000), z.number(), z.boolean(), z.null()]),
      ),
    }),
    run: async ({ req, input }) => {
      await configureAddOn(req.payload, { ...input, actor: actorOf(req) });
      return listAddOns(req.payload);
    },
  }),
  schoolEndpoint({
    path: '/add-ons/caps',
    method: 'post',
    permission: 'addons.write',
    input: z.strictObject({
      pluginId,
      caps: z.record(z.string().max(60), z.int().min(0).max(999_999_999_999).nullable()),
    }),
    run: async ({ req, input }) => {
      await setCaps(req.payload, { ...input, actor: actorOf(req) });
      return listAddOns(req.payload);
    },
  }),
  schoolEndpoint({
    path: '/add-ons/switch',
    method: 'post',
    permission: 'addons.write',
    input: z.strictObject({ pluginId, on: z.boolean() }),
    run: async ({ req, input }) => {
      await switchAddOn(req.payload, { ...input, actor: actorOf(req) });
      return listAddOns(req.payload);
    },
  }),
];
