import type { Block, BlocksAnswer, PluginContext } from '../../sdk/index.ts';
import type { Delivery } from './delivery.ts';
import { latestDeliveries, type Settings, waitingDeliveries } from './send.ts';

const SHOWN = 50;
const EXPLAINED = new Set(['host_not_declared', 'secret_missing', 'timeout', 'unreachable']);

/** The last deliveries, and what is missing for the next. */
export async function deliveriesPage(context: PluginContext<Settings>): Promise<BlocksAnswer> {
  const { both, t, settings } = context;
  const deliveries = await latestDeliveries(context, SHOWN);
  const waiting = await waitingDeliveries(context, true);
  const blocks: Block[] = [];
  if (!settings.address) blocks.push({ kind: 'callout', tone: 'warning', text: both('no-address') });
  if (waiting.length > 0) {
    blocks.push({ kind: 'stat', label: both('waiting-count'), value: waiting.length, tone: 'warning' });
    blocks.push({ kind: 'action', action: 'retry-now', label: both('retry-label') });
  }
  blocks.push({
    kind: 'table',
    title: both('title', { count: deliveries.length }),
    empty: both('empty'),
    columns: [
      { key: 'time', label: both('column-time'), format: 'dateTime' },
      { key: 'state', label: both('column-state') },
      { key: 'tries', label: both('column-tries'), format: 'number' },
      { key: 'answer', label: both('column-answer') },
      { key: 'event', label: both('column-exam') },
    ],
    rows: deliveries.map(({ occurredAt, state, tries, answer, eventId }) => ({
      time: occurredAt,
      state: t(state),
      tries,
      answer: explain(answer, t),
      event: eventId,
    })),
  });
  return { blocks };
}

function explain(answer: Delivery['answer'], t: (key: string) => string): string {
  return EXPLAINED.has(answer) ? t(answer) : answer;
}
