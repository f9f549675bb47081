const DAY = 86_400;

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function daysIn(year: number, month: number): number {
  return month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** A moment of UTC by its parts; months count from 1. Seconds since 1970, by counting days. */
export type Moment = { year: number; month: number; day: number; second: number };

export function secondsOf({ year, month, day, second }: Moment): number {
  let days = day - 1;
  for (let at = 1970; at < year; at += 1) days += isLeap(at) ? 366 : 365;
  for (let at = 1; at < month; at += 1) days += daysIn(year, at);
  return days * DAY + second;
}

/** The same day and time some months later, or the last day of a month that is too short. */
export function later({ year, month, day, second }: Moment, months: number): Moment {
  let [toYear, toMonth] = [year, month];
  for (let step = 0; step < months; step += 1) {
    toMonth += 1;
    if (toMonth > 12) [toYear, toMonth] = [toYear + 1, 1];
  }
  return { year: toYear, month: toMonth, day: Math.min(day, daysIn(toYear, toMonth)), second };
}

/** The moment that lies some seconds since 1970. */
export function momentAt(seconds: number): Moment {
  let days = Math.floor(seconds / DAY);
  let year = 1970;
  while (days >= (isLeap(year) ? 366 : 365)) {
    days -= isLeap(year) ? 366 : 365;
    year += 1;
  }
  let month = 1;
  while (days >= daysIn(year, month)) {
    days -= daysIn(year, month);
    month += 1;
  }
  return { year, month, day: days + 1, second: seconds % DAY };
}
