import type { Endpoint } from 'payload';
import { z } from 'zod';
import { actorOf } from '../../core/observability/index.ts';
import { poolOf, requireTenant, schoolEndpoint } from '../../core/tenancy/index.ts';
import { pluginHost } from '../services/host-registry.ts';
import { switchAddOn } from '../services/installs.ts';
import { installStore } from '../services/life/install-store.ts';
import { lifeTools } from '../services/life/life-tools.ts';
import { exportAddOn } from '../services/life/make-export.ts';
import { readCertificate } from '../services/life/read-certificate.ts';
import { rollbackInstall } from '../services/life/rollback-install.ts';
import { takeBackAddOn, uninstallAddOn } from '../services/life/uninstall.ts';
import { planUpgrade, upgradeInstall } from '../services/life/upgrade-install.ts';
import { listAddOns } from '../services/list-add-ons.ts';

const pluginId = z.string().max(100);
const version = z.string().max(60);
const one = z.strictObject({ pluginId });

/** What the Add-ons page calls for upgrades, ways back and leaving. */
export const lifeEndpoints: Endpoint[] = [
  schoolEndpoint({
    path: '/add-ons/upgrade/preview',
    method: 'post',
    permission: 'addons.write',
    input: z.strictObject({ pluginId, version }),
    run: ({ req, input }) => planUpgrade(lifeTools(req.payload), input),
  }),
  schoolEndpoint({
    path: '/add-ons/upgrade',
    method: 'post',
    permission: 'addons.write',
    input: z.strictObject({ pluginId, version, consent: z.string().max(64).optional() }),
    run: async ({ req, input, userId }) => {
      const actor = actorOf(req);
      const { consent, ...upgrade } = input;
      await upgradeInstall(lifeTools(req.payload), {
        ...upgrade,
        actor,
        kind: 'manual',
        ...(consent ? { consent } : {}),
        ...(actor.kind === 'user' ? { userId } : {}),
      });
      return listAddOns(req.payload);
    },
  }),
  schoolEndpoint({
    path: '/add-ons/rollback',
    method: 'post',
    permission: 'addons.write',
    input: one,
    run: async ({ req, input }) => {
      await rollbackInstall(lifeTools(req.payload), { ...input, actor: actorOf(req) });
      return listAddOns(req.payload);
    },
  }),
  schoolEndpoint({
    path: '/add-ons/resume',
    method: 'post',
    permission: 'addons.write',
    input: one,
    run: async ({ req, input }) => {
      await switchAddOn(req.payload, { ...input, on: true, actor: actorOf(req) });
      const list = await listAddOns(req.payload);
      const install = list.addOns.find((addOn) => addOn.pluginId === input.pluginId)?.install;
      // The cage of this process would refuse it for some minutes more; others forget by themselves.
      if (install) pluginHost().supervisor.resume({ tenantId: requireTenant().id, installId: install.id });
      return list;
    },
  }),
  schoolEndpoint({
    path: '/add-ons/uninstall',
    method: 'post',
    permission: 'addons.write',
    input: one,
    run: async ({ req, input }) => {
      await uninstallAddOn(req.payload, { ...input, actor: actorOf(req) });
      return listAddOns(req.payload);
    },
  }),
  schoolEndpoint({
    path: '/add-ons/take-back',
    method: 'post',
    permission: 'addons.write',
    input: one,
    run: async ({ req, input }) => {
      await takeBackAddOn(req.payload, { ...input, actor: actorOf(req) });
      return listAddOns(req.payload);
    },
  }),
  schoolEndpoint({
    path: '/add-ons/export',
    method: 'post',
    permission: 'addons.write',
    input: one,
    run: ({ req, input }) => exportAddOn(req.payload, installStore(), { ...input, actor: actorOf(req) }),
  }),
  schoolEndpoint({
    path: '/add-ons/certificate',
    method: 'get',
    permission: 'addons.read',
    input: z.strictObject({ id: z.uuid() }),
    run: ({ req, input }) => readCertificate(poolOf(req.payload), input.id),
  }),
];
