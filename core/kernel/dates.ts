/** A source of the current time in milliseconds since the epoch; tests and virtual time replace it. */
export type Clock = () => number;

export const systemClock: Clock = () => Date.now();

/**
 * The plain date (YYYY-MM-DD) that a wall clock in `timeZone` shows at an instant. School dates are
 * plain dates: a mark taken at 00:30 in Doha is still the day before in UTC.
 */
export function plainDateIn(timeZone: string, at: number | Date): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(at);
  const part = (type: string) => parts.find((entry) => entry.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}
