import type { HostAnswer, HostCall, Json } from '../../../core/sandbox/index.ts';
import { capabilityContract } from '../../../plugins/sdk/index.ts';
import type { CountedCall } from './receipt-body.ts';

/** One question of a plugin with the host's answer, as it happened. */
export type HostExchange = { capability: string; args: Json; answer: HostAnswer };

export type HostNotes = {
  calls: CountedCall[];
  bytesOut: { requests: number; messages: number };
  meters: { name: string; quantity: number }[];
  /** The first ones, for a replay; in memory until the call is over. */
  exchanges: HostExchange[];
  /** True when there were more exchanges than are kept. */
  isCut: boolean;
};

const MOST_EXCHANGES = 100;
/** Answers with which a request was refused before a byte of it was sent. */
const NOTHING_SENT: ReadonlySet<string> = new Set([
  'capability_not_granted',
  'invalid_argument',
  'argument_too_large',
  'too_many_host_calls',
  'host_not_declared',
  'address_refused',
  'secret_missing',
  'request_too_large',
  'too_many_requests',
]);

/** Puts a watcher before the host side of one call. `notes` may be read when the call is over. */
export function noteHostCalls(serve: HostCall): { hostCall: HostCall; notes: () => HostNotes } {
  const counts = new Map<string, CountedCall>();
  const meters = new Map<string, number>();
  const bytesOut = { requests: 0, messages: 0 };
  const exchanges: HostExchange[] = [];
  let isCut = false;

  const note = (exchange: HostExchange): void => {
    const { answer } = exchange;
    // The name is the plugin's own text: only names of the contract come into a receipt.
    const capability = capabilityContract(exchange.capability) ? exchange.capability : 'unknown';
    const code = answer.ok ? 'ok' : answer.code;
    const key = `${capability} ${code}`;
    const counted = counts.get(key) ?? { capability, code, count: 0 };
    counts.set(key, { ...counted, count: counted.count + 1 });
    if (capability === 'http.fetch' && !NOTHING_SENT.has(code))
      bytesOut.requests += textBytes(exchange.args, ['url', 'headers', 'body']);
    if (answer.ok) {
      bytesOut.messages += messageBytes(exchange, answer.value);
      const used = meterOf(exchange, answer.value);
      if (used) meters.set(used.name, (meters.get(used.name) ?? 0) + used.quantity);
    }
    if (exchanges.length < MOST_EXCHANGES) exchanges.push(exchange);
    else isCut = true;
  };

  return {
    hostCall: async (capability, args) => {
      const answer = await serve(capability, args);
      note({ capability, args, answer });
      return answer;
    },
    notes: () => ({
      calls: [...counts.values()].sort(
        (a, b) => compare(a.capability, b.capability) || compare(a.code, b.code),
      ),
      bytesOut: { ...bytesOut },
      meters: [...meters]
        .map(([name, quantity]) => ({ name, quantity }))
        .sort((a, b) => compare(a.name, b.name)),
      exchanges: [...exchanges],
      isCut,
    }),
  };
}

function messageBytes({ capability, args }: HostExchange, value: Json): number {
  const fields = MESSAGE_FIELDS[capability];
  return fields && propertyOf(value, 'status') === 'queued' ? textBytes(args, fields) : 0;
}

const MESSAGE_FIELDS: Record<string, string[]> = {
  'sms.send': ['body'],
  'email.send': ['subjectLine', 'body'],
  'notify.send': ['title', 'text'],
};

// What the call caused. Text messages are billed when they are delivered, by the same count of parts.
function meterOf(
  { capability, args }: HostExchange,
  value: Json,
): { name: string; quantity: number } | undefined {
  if (capability === 'sms.send' && propertyOf(value, 'status') === 'queued')
    return { name: 'sms_parts', quantity: Number(propertyOf(value, 'parts') ?? 0) };
  if (capability === 'meter.add' && propertyOf(value, 'status') === 'counted')
    return { name: String(propertyOf(args, 'meter')), quantity: Number(propertyOf(args, 'quantity') ?? 0) };
  return undefined;
}

function textBytes(args: Json, fields: string[]): number {
  return fields.reduce((sum, field) => sum + bytesIn(propertyOf(args, field)), 0);
}

function bytesIn(value: Json | undefined): number {
  if (typeof value === 'string') return Buffer.byteLength(value, 'utf8');
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, item]) => sum + (Array.isArray(value) ? 0 : Buffer.byteLength(key, 'utf8')) + bytesIn(item),
    0,
  );
}

function propertyOf(value: Json, name: string): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, name)
    ? value[name]
    : undefined;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
