const DAY_MS = 86_400_000;

/** The dates of the school's year, around today, so that the term runs on whatever day the test does. All are YYYY-MM-DD. */
export type TermDates = {
  today: string;
  yearStart: string;
  yearEnd: string;
  /** Last day of the first semester, in which everything happens. */
  termEnd: string;
  secondStart: string;
  /** When work was handed out and handed in that the package brings with its marks. */
  workDate: string;
};

/** A year that began before a quarter of a year and a bit, longer than any holiday, and ends before the next may begin. */
export function termDates(now: number): TermDates {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Qatar' }).format(now);
  return {
    today,
    yearStart: shift(today, -100),
    yearEnd: shift(today, 240),
    termEnd: shift(today, 40),
    secondStart: shift(today, 41),
    workDate: shift(today, -30),
  };
}

/** The date so many days later. */
export function shift(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);
}

/** 0 is Sunday, as in the timetable. */
export function weekdayOf(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}
