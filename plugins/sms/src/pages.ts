import type { BlocksAnswer, PluginContext } from '../../sdk/index.ts';
import type { Settings } from './settings.ts';
import { type Counter, type DayCounts, readDays } from './statistics.ts';

type Context = PluginContext<Settings>;

const DAYS = 14;
const SHOWN = ['sent', 'delivered', 'failed'] as const satisfies Counter[];

/** The page of deliveries: totals, a chart and a table of the last days. */
export async function deliveriesPage(_input: unknown, context: Context): Promise<BlocksAnswer> {
  const { both } = context;
  const days = await readDays(context, DAYS);
  if (days === undefined) return unavailable(context);
  const total = (counter: Counter) => days.reduce((sum, day) => sum + day[counter], 0);
  return {
    blocks: [
      { kind: 'stat', label: both('sent'), value: total('sent'), hint: both('lastDays') },
      { kind: 'stat', label: both('delivered'), value: total('delivered'), tone: 'good' },
      {
        kind: 'stat',
        label: both('failed'),
        value: total('failed'),
        tone: total('failed') > 0 ? 'bad' : 'neutral',
      },
      { kind: 'stat', label: both('parts'), value: total('parts'), hint: both('unitsHint') },
      {
        kind: 'chart',
        title: both('byDay'),
        shape: 'bar',
        unit: both('messages'),
        series: SHOWN.map((counter) => ({
          label: both(counter),
          points: days.map((day) => ({ label: day.day.slice(5), value: day[counter] })),
        })),
      },
      {
        kind: 'table',
        title: both('byDay'),
        columns: [
          { key: 'day', label: both('day'), format: 'date' },
          ...[...SHOWN, 'parts' as const].map((key) => ({
            key,
            label: both(key),
            format: 'number' as const,
          })),
        ],
        rows: days.filter(isBusy).reverse(),
        empty: both('nothing'),
      },
      { kind: 'callout', text: both('pending') },
    ],
  };
}

/** The card on the start page: today's messages. */
export async function todayWidget(_input: unknown, context: Context): Promise<BlocksAnswer> {
  const { both } = context;
  const [today] = (await readDays(context, 1)) ?? [];
  if (today === undefined) return unavailable(context);
  return {
    blocks: [
      { kind: 'stat', label: both('sent'), value: today.sent, hint: both('today') },
      { kind: 'stat', label: both('delivered'), value: today.delivered, tone: 'good' },
      {
        kind: 'stat',
        label: both('failed'),
        value: today.failed,
        tone: today.failed > 0 ? 'bad' : 'neutral',
      },
    ],
  };
}

function isBusy(day: DayCounts): boolean {
  return day.sent + day.delivered + day.failed > 0;
}

function unavailable({ both }: Context): BlocksAnswer {
  return { blocks: [{ kind: 'callout', tone: 'warning', text: both('unavailable') }] };
}
