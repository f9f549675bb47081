import { definePlugin, type PluginContext, type PluginEvents } from '../../sdk/index.ts';
import { deliveriesPage } from './deliveries-page.ts';
import type { Delivery } from './delivery.ts';
import { type Settings, tryDelivery, waitingDeliveries } from './send.ts';

/** A call of the largest class makes 50 requests; each takes ten seconds at worst. */
const AT_ONCE = 10;

/** Hands every result that is entered to another system, signed, and tries again until it was taken. */
export const plugin = definePlugin<Settings>({
  events: { 'result.recorded': sendResult },
  schedules: { retry: (_input, context) => retry(context, false) },
  actions: {
    'retry-now': async (_input, context) => {
      const { sent, left } = await retry(context, true);
      return { message: context.both('retried', { sent, left }), tone: left === 0 ? 'good' : 'warning' };
    },
  },
  pages: { deliveries: (_input, context) => deliveriesPage(context) },
});

async function sendResult(
  { id, occurredAt, data }: PluginEvents['result.recorded'],
  context: PluginContext<Settings>,
): Promise<{ state: Delivery['state'] }> {
  const { resultId, studentId, examId } = data;
  const fresh: Delivery = {
    eventId: id,
    occurredAt,
    resultId,
    studentId,
    examId,
    state: 'waiting',
    tries: 0,
    nextAt: 0,
    answer: '',
  };
  const { state } = await tryDelivery(fresh, context);
  return { state };
}

async function retry(
  context: PluginContext<Settings>,
  all: boolean,
): Promise<{ sent: number; left: number }> {
  const due = (await waitingDeliveries(context, all)).slice(0, AT_ONCE);
  let sent = 0;
  for (const delivery of due) {
    const { state } = await tryDelivery(delivery, context);
    if (state === 'sent') sent += 1;
  }
  const left = (await waitingDeliveries(context, true)).length;
  return { sent, left };
}
