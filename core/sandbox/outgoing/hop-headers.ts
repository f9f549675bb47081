import { createHmac } from 'node:crypto';
import type { CapabilityInput } from '../../../plugins/sdk/index.ts';
import { type CapabilityContext, refuseCall } from '../capabilities/registry.ts';
import { isDeclaredHost } from './egress.ts';

type FetchInput = CapabilityInput<'http.fetch'>;

/** What belongs to the connection, and is the host's alone to say. */
const OWN = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
/** What names somebody at one server, and is left behind when a redirect leads to another. */
const PERSONAL = ['authorization', 'cookie'];

/** The plugin's own headers. Answers the plugin with invalid_argument for one that it may not set. */
export function plainHeaders({ headers = {} }: FetchInput, pluginId: string): Headers {
  const own = new Headers({ 'user-agent': `Daftar-Plugin (${pluginId})` });
  for (const [name, value] of Object.entries(headers)) {
    if (OWN.has(name.toLowerCase()) || /^(proxy|sec)-/i.test(name))
      refuseCall('invalid_argument', `headers: ${name} is set by the host.`);
    try {
      own.set(name, value);
    } catch {
      refuseCall('invalid_argument', `headers: the value of ${name} has letters that a header cannot carry.`);
    }
  }
  return own;
}

/**
 * The headers of one hop. A secret goes only to the hosts that its setting names, at the first hop by refusing the call
 * and after a redirect by leaving it out; the same holds for signatures, which stand for the secret.
 */
export function hopHeaders(
  input: FetchInput,
  hop: { url: URL; first: URL; body: string; nowSeconds: number },
  { manifest, secret, pluginId }: Pick<CapabilityContext, 'manifest' | 'secret' | 'pluginId'>,
): Headers {
  const { url, first, body, nowSeconds } = hop;
  const headers = plainHeaders(input, pluginId);
  if (url.origin !== first.origin) for (const name of PERSONAL) headers.delete(name);
  const secretFor = (name: string): string | undefined => {
    const value = secret(name);
    if (value === undefined) refuseCall('secret_missing', `The school has not set the secret ${name}.`);
    const hosts = hostsOf(manifest.settings, name);
    if (isDeclaredHost(url.hostname, hosts)) return value;
    if (url.origin === first.origin)
      refuseCall('secret_missing', `The secret ${name} is not for the host ${url.hostname}: see x-hosts.`);
    return undefined;
  };
  if (input.secret) {
    const { name, header, prefix = '' } = input.secret;
    const value = secretFor(name);
    headers.delete(header);
    if (value !== undefined) setSecret(headers, header, prefix + value);
  }
  if (input.sign) {
    const value = secretFor(input.sign.secret);
    headers.delete(input.sign.header);
    if (value !== undefined)
      headers.set(
        input.sign.header,
        `t=${nowSeconds},v1=${createHmac('sha256', value).update(`${nowSeconds}.${body}`).digest('hex')}`,
      );
  }
  return headers;
}

function hostsOf(settings: CapabilityContext['manifest']['settings'], name: string): readonly string[] {
  const property = Object.hasOwn(settings.properties, name) ? settings.properties[name] : undefined;
  return property?.type === 'string' && property['x-secret'] ? (property['x-hosts'] ?? []) : [];
}

function setSecret(headers: Headers, header: string, value: string): void {
  if (OWN.has(header.toLowerCase())) refuseCall('invalid_argument', `secret: ${header} is set by the host.`);
  try {
    headers.set(header, value);
  } catch {
    // The value itself is not named: the message is for the plugin.
    refuseCall('secret_missing', 'The secret has letters that a header cannot carry.');
  }
}
