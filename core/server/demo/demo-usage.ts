import { recordUsageBatch, type UsageEntry } from '../../billing/index.ts';
import type { Queryable } from '../../tenancy/index.ts';
import { seededRandom } from './demo-people.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Friday and Saturday. */
const WEEKEND = [5, 6];

/**
 * What a school uses on its school days from one moment to another: messages after the register and in the afternoon, a
 * prediction run on Sundays, reports on Thursdays. The same days give the same entries. In the scope of the school.
 */
export async function recordDemoUsage(client: Queryable, from: Date, until: Date): Promise<void> {
  const entries: UsageEntry[] = [];
  for (let day = Math.floor(from.getTime() / DAY_MS); day * DAY_MS < until.getTime(); day += 1) {
    const weekday = new Date(day * DAY_MS).getUTCDay();
    if (WEEKEND.includes(weekday)) continue;
    const random = seededRandom(day);
    const add = (meter: string, hour: number, most: number, source = 'daftar') =>
      entries.push({
        ...{ meter, source, eventId: `demo:${meter}:${day}:${hour}` },
        quantity: Math.ceil(most * (0.5 + random() / 2)),
        occurredAt: new Date(day * DAY_MS + hour * HOUR_MS + Math.floor(random() * 50) * 60_000),
      });
    add('sms_parts', 4, 44, 'qa.daftar.sms');
    add('sms_parts', 10, 26, 'qa.daftar.sms');
    if (weekday === 0) add('ai_predictions', 5, 320);
    if (weekday === 4) add('report_renders', 9, 14);
  }
  await recordUsageBatch(
    client,
    entries.filter(({ occurredAt }) => occurredAt >= from && occurredAt < until),
  );
}
