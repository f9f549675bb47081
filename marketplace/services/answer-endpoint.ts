import { randomUUID } from 'node:crypto';
import { AppError, createLimiter } from '../../core/kernel/index.ts';
import type { Json } from '../../core/sandbox/index.ts';
import { requireTenant } from '../../core/tenancy/index.ts';
import { type EndpointAnswer, endpointAnswer } from '../../plugins/sdk/index.ts';
import { callPlugin, type PluginHost } from './call-plugin.ts';
import { findRunnable, type RunnableInstall } from './runnable-install.ts';
import { readSecret } from './secret-settings.ts';
import { resultFor } from './surface-outcome.ts';
import { checkFresh, readSignature, spendSignature } from './verify-signature.ts';

/** One request to an add-on's own address, as the edge read it. */
export type EndpointRequest = {
  pluginId: string;
  name: string;
  method: 'GET' | 'POST';
  query: Record<string, string>;
  /** What a signature covers: the body of a POST, the query string of a GET. */
  signed: Uint8Array;
  /** The body for the handler, read only for a caller that may call. */
  body: () => unknown;
  /** The header of a program that signs. */
  signature: string | undefined;
  /** Who is signed in, and what of it the endpoint may ask. */
  person: { id: string; can: (permission: string) => Promise<boolean> } | undefined;
  language: 'en' | 'ar';
};

type Surface = RunnableInstall['manifest']['endpoints'][number];
type Caller = { kind: 'user'; id: string } | { kind: 'webhook' };

const CALLS_A_MINUTE = 300;

/**
 * Runs the handler of an endpoint in the scope of the school and answers what it said. Throws resource.not_found for an
 * add-on or endpoint that is not there, not switched on, or not for who asks: nobody learns which. Throws auth.forbidden
 * to a person without the permission, endpoint.signature_old, endpoint.replayed, request.rate_limited, tenant.read_only
 * and the plugin.* codes of a call that did not succeed.
 */
export async function answerEndpoint(host: PluginHost, request: EndpointRequest): Promise<EndpointAnswer> {
  const { pluginId, name, method } = request;
  const install = await findRunnable(host.pool, pluginId);
  const surface = install?.manifest.endpoints.find((one) => one.name === name && one.method === method);
  if (install === undefined || surface === undefined) throw new AppError('resource.not_found');
  const actor = await admit(host, install, surface, request);
  // A signed GET is its query string and nothing else; a person's comes as parameters.
  const body = method === 'GET' && actor.kind === 'user' ? null : request.body();
  const outcome = await callPlugin(host, {
    install,
    entry: { kind: 'endpoint', name },
    input: { method, query: actor.kind === 'webhook' ? {} : request.query, body: body as Json },
    limitClass: surface.limits ?? install.manifest.limits,
    key: `endpoint:${randomUUID()}`,
    actor,
    check: problemOf,
    ...(actor.kind === 'user' ? { language: request.language } : {}),
  });
  return endpointAnswer.parse(resultFor(outcome, install.manifest) ?? {});
}

async function admit(
  host: PluginHost,
  install: RunnableInstall,
  { auth }: Surface,
  request: EndpointRequest,
): Promise<Caller> {
  if (auth.kind === 'session') {
    const { person } = request;
    if (person === undefined) throw new AppError('resource.not_found');
    if (!(await person.can(auth.permission)))
      throw new AppError('auth.forbidden', { permission: auth.permission });
    await checkOpen(install);
    return { kind: 'user', id: person.id };
  }
  const secret = readSecret(install.manifest, install.settings, auth.secret);
  const signature =
    secret === undefined ? undefined : readSignature(request.signature, secret, request.signed);
  if (signature === undefined) throw new AppError('resource.not_found');
  checkFresh(signature, Date.now());
  await checkOpen(install);
  await spendSignature(host.pool, install.id, signature);
  return { kind: 'webhook' };
}

// After the caller is known: nobody uses up the calls of another by guessing.
async function checkOpen(install: RunnableInstall): Promise<void> {
  if (requireTenant().status === 'suspended') throw new AppError('tenant.read_only');
  const limiter = createLimiter({ name: 'plugin-endpoint', points: CALLS_A_MINUTE, seconds: 60 });
  const { allowed, resetSeconds } = await limiter.consume(install.id);
  if (!allowed) throw new AppError('request.rate_limited', { seconds: resetSeconds });
}

function problemOf(result: Json): string | undefined {
  const answer = endpointAnswer.safeParse(result ?? {});
  const issue = answer.success ? undefined : answer.error.issues[0];
  return issue && `The answer of an endpoint is {status, body}: ${issue.path.join('.')} ${issue.message}`;
}
