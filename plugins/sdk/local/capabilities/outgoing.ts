import { createHmac } from 'node:crypto';
import type { AnyCapability, Capability } from '../../../../core/sandbox/cage.ts';
import { LIMITS, refuseCall } from '../../../../core/sandbox/cage.ts';
import { PLATFORM_METERS } from '../../contract/manifest-rules.ts';
import { countSmsParts } from '../../guest/sms-parts.ts';
import { demoId } from '../demo-values.ts';
import { once, type SchoolState } from '../school-state.ts';
import { keepFile } from './storage.ts';

const MAX_REQUEST_BYTES = 64 * 1024;
const MAX_RESPONSE_BYTES = 256 * 1024;
const MAX_AHEAD_MS = 7 * 86_400_000;

/** What leaves a plugin. Nothing leaves the machine: messages, requests and units are kept to be looked at. */
export function outgoingCapabilities(state: SchoolState): AnyCapability[] {
  const nextId = () => demoId('message', state.messages.length + 1);
  const guardianOf = (id: string) =>
    state.school.guardians.find((guardian) => guardian.id === id) ??
    refuseCall('message.recipient_unknown', 'There is no such guardian.');
  const sms: Capability<'sms.send'> = {
    name: 'sms.send',
    run: async (_context, input) => {
      if (!guardianOf(input.guardianId).smsAllowed)
        refuseCall('message.recipient_unknown', 'The guardian accepts no text messages.');
      if (input.notBefore !== undefined && Date.parse(input.notBefore) > state.now + MAX_AHEAD_MS)
        refuseCall('message.too_late', 'A message waits seven days at most.');
      return once(state, 'sms.send', input.idempotencyKey, () => {
        const { parts } = countSmsParts(input.body);
        const messageId = nextId();
        state.messages.push({ channel: 'sms', messageId, parts, ...input });
        return { messageId, status: 'queued' as 'queued' | 'duplicate', parts };
      });
    },
  };
  const email: Capability<'email.send'> = {
    name: 'email.send',
    run: async (_context, input) => {
      if (guardianOf(input.guardianId).email === null)
        refuseCall('message.recipient_unknown', 'The guardian has no mail address.');
      return once(state, 'email.send', input.idempotencyKey, () => {
        const messageId = nextId();
        state.messages.push({ channel: 'email', messageId, ...input });
        return { messageId, status: 'queued' as 'queued' | 'duplicate' };
      });
    },
  };
  const notify: Capability<'notify.send'> = {
    name: 'notify.send',
    run: async (_context, input) => {
      if (!state.school.roles.includes(input.role))
        refuseCall('role_unknown', `The demo school has the roles ${state.school.roles.join(', ')}.`);
      return once(state, 'notify.send', input.idempotencyKey, () => {
        const messageId = nextId();
        state.messages.push({ channel: 'notice', messageId, ...input });
        return { messageId, status: 'queued' as 'queued' | 'duplicate' };
      });
    },
  };
  const meter: Capability<'meter.add'> = {
    name: 'meter.add',
    run: async (context, input) => {
      const isOwn =
        context.manifest.meters.some(({ name }) => name === input.meter) && !PLATFORM_METERS.has(input.meter);
      if (!isOwn) refuseCall('meter_not_declared', `plugin.json declares no meter ${input.meter}.`);
      return once(state, 'meter.add', `${input.meter} ${input.idempotencyKey}`, () => {
        state.meters.push(input);
        return { status: 'counted' as 'counted' | 'duplicate' };
      });
    },
  };
  return [sms, email, notify, meter, fetchCapability(state), reportCapability(state)];
}

function fetchCapability(state: SchoolState): Capability<'http.fetch'> {
  const asked = new Map<string, number>();
  return {
    name: 'http.fetch',
    run: async (context, { url, method = 'GET', headers = {}, body = '', secret, sign }) => {
      const target = URL.canParse(url) ? new URL(url) : undefined;
      if (
        target === undefined ||
        target.protocol !== 'https:' ||
        target.port !== '' ||
        target.username !== ''
      )
        return refuseCall(
          'address_refused',
          'Only https addresses on port 443, without a user, can be called.',
        );
      if (!context.manifest.egress.some(({ host }) => fitsHost(host, target.hostname)))
        refuseCall(
          'host_not_declared',
          `plugin.json does not declare the host ${target.hostname} in egress.`,
        );
      if (Buffer.byteLength(body) > MAX_REQUEST_BYTES)
        refuseCall('request_too_large', 'A request has at most 64 KB.');
      const count = (asked.get(context.callId) ?? 0) + 1;
      asked.set(context.callId, count);
      const { outgoingRequests } = LIMITS[context.manifest.limits];
      if (count > outgoingRequests)
        refuseCall('too_many_requests', `A call of its class may make ${outgoingRequests} requests.`);
      const secretOf = (name: string) =>
        context.secret(name) ?? refuseCall('secret_missing', `The school has not set ${name}.`);
      const sent = { ...headers };
      if (secret) sent[secret.header] = `${secret.prefix ?? ''}${secretOf(secret.name)}`;
      if (sign) {
        const seconds = Math.floor(state.now / 1000);
        const digest = createHmac('sha256', secretOf(sign.secret)).update(`${seconds}.${body}`).digest('hex');
        sent[sign.header] = `t=${seconds},v1=${digest}`;
      }
      const request = { url, method, headers: sent, body };
      state.requests.push(request);
      const { status = 200, headers: answered = {}, body: text = '' } = await state.respond(request);
      if (Buffer.byteLength(text) > MAX_RESPONSE_BYTES)
        refuseCall('response_too_large', 'A response has at most 256 KB.');
      return { status, headers: answered, body: text };
    },
  };
}

function fitsHost(declared: string, host: string): boolean {
  if (!declared.startsWith('*.')) return declared === host;
  const label = host.slice(0, -declared.length + 1);
  return host.endsWith(declared.slice(1)) && label !== '' && !label.includes('.');
}

/** Keeps a file that says what would be printed: the typesetter is a part of the platform and not of this package. */
function reportCapability(state: SchoolState): Capability<'report.render'> {
  return {
    name: 'report.render',
    run: async (_context, { name, blocks }) => {
      const content = Buffer.from(
        `%PDF-1.7\n% A stand-in of the demo school.\n${JSON.stringify(blocks)}\n%%EOF\n`,
      );
      const { fileId, bytes } = keepFile(state, { name, contentType: 'application/pdf', content });
      return { fileId, bytes, pages: 1 + blocks.filter((block) => block.kind === 'pageBreak').length };
    },
  };
}
