import type { PluginContext } from '../../sdk/index.ts';
import {
  afterTry,
  DELIVERY_PREFIX,
  type Delivery,
  deliveryKey,
  KEEP_SECONDS,
  WAITING_PREFIX,
} from './delivery.ts';

export type Settings = { address?: string };

type Context = PluginContext<Settings>;

/** Tries one delivery and remembers how it went. Answers the delivery as it is now. */
export async function tryDelivery(delivery: Delivery, context: Context): Promise<Delivery> {
  const result = await readResult(delivery, context);
  const next =
    result === 'gone'
      ? { ...delivery, state: 'gone' as const, answer: '' }
      : afterTry(
          delivery,
          result === 'unread' ? 'internal' : await send(delivery, result, context),
          context.now,
        );
  await remember(next, context);
  return next;
}

/** Deliveries that wait and are due; with `all`, those too that are not due yet. */
export async function waitingDeliveries(context: Context, all: boolean): Promise<Delivery[]> {
  const list = await context.kv.list({ prefix: WAITING_PREFIX, limit: 200 });
  if (!list.ok) throw new Error(`The waiting deliveries could not be read: ${list.code}.`);
  const waiting = list.value.items.map(({ value }) => value as unknown as Delivery);
  return waiting.filter(({ nextAt }) => all || nextAt <= context.now);
}

/** The newest deliveries, each once. */
export async function latestDeliveries(context: Context, limit: number): Promise<Delivery[]> {
  const list = await context.kv.list({ prefix: DELIVERY_PREFIX, limit });
  if (!list.ok) throw new Error(`The deliveries could not be read: ${list.code}.`);
  return list.value.items.map(({ value }) => value as unknown as Delivery);
}

type Result = { examTitle?: string; subject?: string | null; score?: number | null };

async function readResult(
  { resultId, studentId, examId }: Delivery,
  context: Context,
): Promise<Result | 'gone' | 'unread'> {
  const results = await context.results.read({ studentIds: [studentId], examId });
  if (!results.ok) return 'unread';
  return results.value.items.find(({ id }) => id === resultId) ?? 'gone';
}

async function send(delivery: Delivery, result: Result, context: Context): Promise<number | string> {
  const { eventId, occurredAt, resultId, studentId, examId } = delivery;
  const answer = await context.http.fetch({
    url: context.settings.address ?? '',
    method: 'POST',
    // The same key for every try, so that a receiver that lost its answer does not count twice.
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': eventId },
    body: JSON.stringify({
      id: eventId,
      type: 'result.recorded',
      occurredAt,
      data: { ...result, id: undefined, resultId, studentId, examId },
    }),
    sign: { secret: 'signingKey', header: 'Daftar-Signature' },
  });
  return answer.ok ? answer.value.status : answer.code;
}

async function remember(delivery: Delivery, { kv, log }: Context): Promise<void> {
  const value = delivery as unknown as Record<string, string | number>;
  const kept = await kv.set({
    key: deliveryKey(delivery.eventId, delivery.occurredAt),
    value,
    expiresInSeconds: KEEP_SECONDS,
  });
  const waitingKey = WAITING_PREFIX + delivery.eventId;
  const noted =
    delivery.state === 'waiting'
      ? await kv.set({ key: waitingKey, value, expiresInSeconds: KEEP_SECONDS })
      : await kv.delete({ key: waitingKey });
  if (!kept.ok || !noted.ok) log.error('The outcome of a delivery could not be kept.');
}
