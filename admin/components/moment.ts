/** An exact instant with its seconds and the offset of the zone: nobody has to guess midnight of where. */
export function exactMoment(at: string | Date | undefined, timeZone: string): string {
  if (at === undefined) return '';
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'longOffset',
  }).formatToParts(new Date(at));
  const part = (type: string) => parts.find((entry) => entry.type === type)?.value ?? '';
  const clock = `${part('hour')}:${part('minute')}:${part('second')}`;
  return `${part('year')}-${part('month')}-${part('day')} ${clock} ${part('timeZoneName').replace('GMT', 'UTC')}`;
}
