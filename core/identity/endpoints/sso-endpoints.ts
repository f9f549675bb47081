import type { Endpoint, PayloadRequest } from 'payload';
import { z } from 'zod';
import { AppError } from '../../kernel/index.ts';
import { poolOf, requireFeature, schoolEndpoint, viewerOf } from '../../tenancy/index.ts';
import { ssoOverview, testAddress, testResult } from '../services/sso/overview.ts';
import { saveConnection } from '../services/sso/save-connection.ts';
import { removeConnection, switchConnection } from '../services/sso/switch-connection.ts';

const code = z.string().regex(/^[a-z][a-z0-9-]{1,38}$/, 'small letters, digits and hyphens');
const text = (length: number) => z.string().trim().max(length);

const connectionInput = z.strictObject({
  code,
  name: text(80).min(1),
  protocol: z.enum(['oidc', 'saml']),
  issuer: text(500),
  clientId: text(255),
  clientSecret: text(1000),
  entryPoint: text(500),
  certificate: text(8000),
  emailClaim: text(120),
  nameClaim: text(120),
  languageClaim: text(120),
  roleClaim: text(120),
  roleMapping: z.array(z.strictObject({ value: text(200).min(1), role: text(40).min(1) })).max(100),
  defaultRole: text(40),
  createsUsers: z.boolean(),
  trustedDomains: text(500),
});

/** What the page "Single sign-on" calls. */
export const ssoEndpoints: Endpoint[] = [
  schoolEndpoint({
    path: '/sso',
    method: 'get',
    permission: 'sso.read',
    input: z.strictObject({}),
    run: ({ req }) => ssoOverview(poolOf(req.payload)),
  }),
  schoolEndpoint({
    path: '/sso/save',
    method: 'post',
    permission: 'sso.write',
    input: connectionInput,
    run: async ({ req, input, userId }) => {
      await checkActor(req);
      await saveConnection({ req, userId }, input);
      return ssoOverview(poolOf(req.payload));
    },
  }),
  schoolEndpoint({
    path: '/sso/switch',
    method: 'post',
    permission: 'sso.write',
    input: z.strictObject({ code, enabled: z.boolean(), enforced: z.boolean() }),
    run: async ({ req, input, userId }) => {
      // Switching off is possible in every plan: it only gives passwords back.
      if (input.enabled) await checkActor(req);
      else refusePrograms(req);
      await switchConnection({ req, userId }, input);
      return ssoOverview(poolOf(req.payload));
    },
  }),
  schoolEndpoint({
    path: '/sso/remove',
    method: 'post',
    permission: 'sso.write',
    input: z.strictObject({ code }),
    run: async ({ req, input, userId }) => {
      refusePrograms(req);
      await removeConnection({ req, userId }, input.code);
      return ssoOverview(poolOf(req.payload));
    },
  }),
  schoolEndpoint({
    path: '/sso/test',
    method: 'post',
    permission: 'sso.write',
    input: z.strictObject({ code }),
    run: async ({ req, input, userId }) => {
      await checkActor(req);
      return testAddress(poolOf(req.payload), input.code, userId);
    },
  }),
  schoolEndpoint({
    path: '/sso/test-result',
    method: 'post',
    permission: 'sso.write',
    input: z.strictObject({ ticket: text(43) }),
    run: ({ req, input, userId }) => testResult(poolOf(req.payload), input.ticket, userId),
  }),
];

async function checkActor(req: PayloadRequest): Promise<void> {
  refusePrograms(req);
  await requireFeature(poolOf(req.payload), 'sso');
}

// Who may come in is decided by people of the school: a key or a member of staff could open a door for later.
function refusePrograms(req: PayloadRequest): void {
  const viewer = viewerOf(req);
  if (viewer?.apiKey || viewer?.support) throw new AppError('auth.forbidden', { permission: 'sso.write' });
}
