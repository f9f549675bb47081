import type { Settings } from './settings.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;

/** The day (YYYY-MM-DD) that the school's clock shows at a moment. */
export function dayAt(timeZone: string, moment: number): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(moment);
  const part = (type: string) => parts.find((entry) => entry.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

/**
 * The end of the quiet hours that a moment lies in, as an ISO time; undefined outside of them. They may go over midnight;
 * when they begin and end at the same hour there are none.
 */
export function endOfQuietHours(settings: Settings, timeZone: string, moment: number): string | undefined {
  const { quietHours = true, quietFrom = 21, quietTo = 7 } = settings;
  if (!quietHours || quietFrom === quietTo) return undefined;
  const minutes = minutesAt(timeZone, moment);
  const from = quietFrom * 60;
  const to = quietTo * 60;
  const isQuiet = from < to ? minutes >= from && minutes < to : minutes >= from || minutes < to;
  if (!isQuiet) return undefined;
  const wait = (to - minutes + DAY_MINUTES) % DAY_MINUTES;
  const end = Math.floor(moment / MINUTE_MS) * MINUTE_MS + wait * MINUTE_MS;
  // A clock that is put forward or back in between shows another hour then.
  const off = ((to - minutesAt(timeZone, end) + DAY_MINUTES * 1.5) % DAY_MINUTES) - DAY_MINUTES / 2;
  return new Date(end + off * MINUTE_MS).toISOString();
}

function minutesAt(timeZone: string, moment: number): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(moment);
  const part = (type: string) => Number(parts.find((entry) => entry.type === type)?.value ?? 0);
  return part('hour') * 60 + part('minute');
}
