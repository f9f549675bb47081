import type { Endpoint, PayloadRequest } from 'payload';
import { z } from 'zod';
import { AppError, readSettings } from '../../kernel/index.ts';
import { openStorage } from '../../storage/index.ts';
import { poolOf, schoolEndpoint, viewerOf } from '../../tenancy/index.ts';
import type { Actor } from '../services/change-school.ts';
import { dnsResolver } from '../services/domain-proof.ts';
import { claimDomain, removeDomain, verifyDomain } from '../services/school-domain.ts';
import { LOGO_LIMIT, removeLogo, saveLogo, saveLooks } from '../services/school-looks.ts';
import { readSettingsPage, saveSettings } from '../services/school-settings.ts';

const permission = 'settings.write';
const nothing = z.strictObject({});
// One line: what stands in a mail's header or in a headline has no second one.
const line = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .regex(/^\P{Cc}*$/u, 'one line of text')
    .transform((value) => value || null);

/** What the settings page of a school calls. */
export const settingsEndpoints: Endpoint[] = [
  schoolEndpoint({
    path: '/settings',
    method: 'get',
    permission: 'settings.read',
    input: nothing,
    run: ({ req }) => readSettingsPage(poolOf(req.payload)),
  }),
  schoolEndpoint({
    path: '/settings/save',
    method: 'post',
    permission,
    input: z.strictObject({
      locale: z.enum(['en', 'ar']),
      timeZone: z.string().max(60),
      currency: z.enum(['QAR', 'USD']),
      firstWeekday: z.union([z.literal(0), z.literal(1), z.literal(6)]),
      weekendDays: z.array(z.number().int().min(0).max(6)).min(1).max(3),
      calendarDisplay: z.enum(['gregorian', 'gregorian_hijri']),
      digits: z.enum(['latn', 'arab']),
      requireSecondFactor: z.enum(['optional', 'staff', 'everybody']),
      adminIpAllowList: z.string().max(2000),
    }),
    run: async ({ req, input }) => {
      await saveSettings(poolOf(req.payload), input, actorOf(req));
      return { saved: true };
    },
  }),
  schoolEndpoint({
    path: '/settings/looks',
    method: 'post',
    permission,
    input: z.strictObject({
      nameAr: line(120),
      brandColour: line(7),
      mailFromName: line(80),
      mailReplyTo: line(254),
    }),
    run: async ({ req, input }) => {
      await saveLooks(poolOf(req.payload), input, actorOf(req));
      return { saved: true };
    },
  }),
  schoolEndpoint({
    path: '/settings/logo',
    method: 'post',
    permission,
    // The picture in base64: no file name, no type and no part of a form that could say something else than the bytes.
    input: z.strictObject({ data: z.base64().max(LOGO_LIMIT.kilobytes * 2000) }),
    run: async ({ req, input }) => {
      await saveLogo(poolOf(req.payload), storage(), Buffer.from(input.data, 'base64'), actorOf(req));
      return { saved: true };
    },
  }),
  schoolEndpoint({
    path: '/settings/logo/remove',
    method: 'post',
    permission,
    input: nothing,
    run: async ({ req }) => {
      await removeLogo(poolOf(req.payload), storage(), actorOf(req));
      return { saved: true };
    },
  }),
  schoolEndpoint({
    path: '/settings/domain',
    method: 'post',
    permission,
    input: z.strictObject({ domain: z.string().max(300) }),
    run: ({ req, input }) =>
      claimDomain(poolOf(req.payload), {
        domain: input.domain,
        baseDomain: readSettings(process.env).DAFTAR_BASE_DOMAIN,
        actor: actorOf(req),
      }),
  }),
  schoolEndpoint({
    path: '/settings/domain/check',
    method: 'post',
    permission,
    input: nothing,
    run: ({ req }) =>
      verifyDomain(poolOf(req.payload), dnsResolver(readSettings(process.env).DNS_SERVER), {
        actor: actorOf(req),
      }),
  }),
  schoolEndpoint({
    path: '/settings/domain/remove',
    method: 'post',
    permission,
    input: nothing,
    run: async ({ req }) => {
      await removeDomain(poolOf(req.payload), { actor: actorOf(req) });
      return { saved: true };
    },
  }),
];

function actorOf(req: PayloadRequest): Actor {
  const viewer = viewerOf(req);
  if (!viewer) throw new AppError('auth.required');
  const { email } = req.user as unknown as { email?: string };
  if (viewer.apiKey) return { kind: 'api_key', id: viewer.apiKey.id };
  if (viewer.support) return { kind: 'staff', id: viewer.support.staffId };
  return { kind: 'user', id: viewer.id, ...(email ? { label: email } : {}) };
}

function storage() {
  return openStorage(readSettings(process.env));
}
