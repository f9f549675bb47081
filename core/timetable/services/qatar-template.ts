import { addDays, fromHijri, toHijri } from '../../kernel/index.ts';

export type TemplatePeriod = {
  number: number;
  title: string;
  titleAr: string;
  starts: string;
  ends: string;
  isBreak: boolean;
};
export type TemplateSchedule = { title: string; titleAr: string; periods: TemplatePeriod[] };
export type TemplateHoliday = {
  /** Names the suggestion, so that people can leave it out. */
  key: string;
  title: string;
  titleAr: string;
  startDate: string;
  endDate: string;
};

/** What the template suggests for a school year; everything may be changed before it is written. */
export type CalendarTemplate = {
  ordinary: TemplateSchedule;
  ramadan: TemplateSchedule;
  /** Undefined when no day of Ramadan is in the year. */
  ramadanSpan: { startDate: string; endDate: string } | undefined;
  holidays: TemplateHoliday[];
};

const ORDINALS = [
  ['First', 'الأولى'],
  ['Second', 'الثانية'],
  ['Third', 'الثالثة'],
  ['Fourth', 'الرابعة'],
  ['Fifth', 'الخامسة'],
  ['Sixth', 'السادسة'],
  ['Seventh', 'السابعة'],
] as const;

/** A day of lessons of one length, from a time on, with breaks after some of them. Times are HH:MM. */
export function dayOfLessons(options: {
  begins: string;
  lessons: number;
  minutes: number;
  breaks: readonly { after: number; minutes: number; title: string; titleAr: string }[];
}): TemplatePeriod[] {
  const periods: TemplatePeriod[] = [];
  const [hour = 0, minute = 0] = options.begins.split(':').map(Number);
  let at = hour * 60 + minute;
  const take = (minutes: number) => {
    const [starts, ends] = [clock(at), clock(at + minutes)];
    at += minutes;
    return { starts, ends };
  };
  for (let number = 1; number <= options.lessons; number += 1) {
    const [title, titleAr] = ORDINALS[number - 1] ?? [String(number), String(number)];
    periods.push({
      ...{ number, title: `${title} period`, titleAr: `الحصة ${titleAr}` },
      ...{ ...take(options.minutes), isBreak: false },
    });
    for (const pause of options.breaks.filter(({ after }) => after === number))
      periods.push({
        ...{ number: 0, title: pause.title, titleAr: pause.titleAr },
        ...{ ...take(pause.minutes), isBreak: true },
      });
  }
  return periods;
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/**
 * The day of a private school in Qatar and the holidays of the Ministry's calendar for a year. Feasts and Ramadan come from
 * the table of Umm al-Qura; `moonOffset` moves them by the day that the sighting of the moon may differ. Holidays that fall
 * outside of the year are left out.
 */
export function qatarTemplate(
  year: { startDate: string; endDate: string },
  moonOffset = 0,
): CalendarTemplate {
  const inYear = (date: string) => date >= year.startDate && date <= year.endDate;
  const hijri = (month: number, day: number, days: number) => findHijri(year, month, day, days, moonOffset);
  const ramadan = hijri(9, 1, 30);
  const eid = hijri(10, 1, 1);
  const holidays: TemplateHoliday[] = [];
  const add = (key: string, title: string, titleAr: string, startDate: string, endDate = startDate) => {
    if (inYear(startDate) || inYear(endDate)) holidays.push({ key, title, titleAr, startDate, endDate });
  };
  for (
    let calendarYear = Number(year.startDate.slice(0, 4));
    calendarYear <= Number(year.endDate.slice(0, 4));
    calendarYear += 1
  ) {
    add('national-day', 'Qatar National Day', 'اليوم الوطني لدولة قطر', `${calendarYear}-12-18`);
    add(
      'winter-break',
      'Winter break',
      'إجازة منتصف العام',
      `${calendarYear}-12-20`,
      `${calendarYear}-12-31`,
    );
    add('sport-day', 'National Sport Day', 'اليوم الرياضي للدولة', secondTuesdayOfFebruary(calendarYear));
    add('spring-break', 'Spring break', 'إجازة الربيع', `${calendarYear}-03-28`, `${calendarYear}-04-01`);
  }
  const fitr = eid && { startDate: addDays(eid.startDate, -2), endDate: addDays(eid.startDate, 4) };
  if (fitr) add('eid-al-fitr', 'Eid al-Fitr', 'عيد الفطر', fitr.startDate, fitr.endDate);
  const adha = hijri(12, 9, 5);
  if (adha) add('eid-al-adha', 'Eid al-Adha', 'عيد الأضحى', adha.startDate, adha.endDate);
  return {
    ordinary: ORDINARY,
    ramadan: RAMADAN,
    ramadanSpan:
      ramadan && eid ? { startDate: ramadan.startDate, endDate: addDays(eid.startDate, -1) } : undefined,
    holidays: holidays.sort((one, other) => one.startDate.localeCompare(other.startDate)),
  };
}

const ORDINARY: TemplateSchedule = {
  title: 'Ordinary day',
  titleAr: 'اليوم العادي',
  periods: dayOfLessons({
    begins: '07:00',
    lessons: 7,
    minutes: 45,
    breaks: [
      { after: 3, minutes: 20, title: 'Break', titleAr: 'استراحة' },
      { after: 5, minutes: 25, title: 'Prayer break', titleAr: 'استراحة الصلاة' },
    ],
  }),
};

// Of the Ministry's circular: pupils from 9:00, five lessons of 45 minutes.
const RAMADAN: TemplateSchedule = {
  title: 'Ramadan',
  titleAr: 'رمضان',
  periods: dayOfLessons({
    begins: '09:00',
    lessons: 5,
    minutes: 45,
    breaks: [{ after: 3, minutes: 10, title: 'Break', titleAr: 'استراحة' }],
  }),
};

function secondTuesdayOfFebruary(calendarYear: number): string {
  const first = new Date(Date.UTC(calendarYear, 1, 1)).getUTCDay();
  return `${calendarYear}-02-${String(1 + ((2 - first + 7) % 7) + 7).padStart(2, '0')}`;
}

// A Hijri date comes once in a school year, or not at all; its span is given by days.
function findHijri(
  year: { startDate: string; endDate: string },
  month: number,
  day: number,
  days: number,
  moonOffset: number,
): { startDate: string; endDate: string } | undefined {
  const first = toHijri(year.startDate)?.year;
  if (first === undefined) return undefined;
  for (const hijriYear of [first - 1, first, first + 1, first + 2]) {
    const found = fromHijri({ year: hijriYear, month, day });
    if (found === undefined) continue;
    const startDate = addDays(found, moonOffset);
    const endDate = addDays(startDate, days - 1);
    if (endDate >= year.startDate && startDate <= year.endDate) return { startDate, endDate };
  }
  return undefined;
}
