import ical from 'ical-generator';
import type { Language } from '../../kernel/index.ts';
import type { Lesson } from './school-days.ts';

export type CalendarOptions = {
  language: Language;
  timeZone: string;
  name: string;
  host: string;
  now: number;
};

const WORDS = {
  en: { covers: 'Cover for {teacher}', period: 'Period {period}' },
  ar: { covers: 'تغطية بدلًا من {teacher}', period: 'الحصة {period}' },
} as const;

/**
 * Lessons as an iCalendar file (RFC 5545). Each lesson is an event of its own with its moments in UTC: right in every program
 * and every time zone, and holidays, short days and covers need no exceptions. The id of an event stays the same when the
 * lesson changes its room, teacher or time, so that programs move it and do not show it twice.
 */
export function writeCalendar(lessons: readonly Lesson[], options: CalendarOptions): string {
  const { language, timeZone, name, host, now } = options;
  const words = WORDS[language];
  const inLanguage = (text: string | null, textAr: string | null) =>
    (language === 'ar' ? (textAr ?? text) : text) ?? '';
  const calendar = ical({
    name,
    prodId: { company: 'Daftar', product: 'Timetable', language: language.toUpperCase() },
  });
  calendar.ttl(4 * 60 * 60);
  for (const lesson of lessons) {
    const subject = inLanguage(lesson.subject, lesson.subjectAr);
    const group = inLanguage(lesson.class, lesson.classAr);
    const lines = [
      words.period.replace('{period}', String(lesson.period)),
      inLanguage(lesson.teacher, lesson.teacherAr),
      ...(lesson.covered && lesson.regularTeacher !== null
        ? [words.covers.replace('{teacher}', inLanguage(lesson.regularTeacher, lesson.regularTeacherAr))]
        : []),
    ];
    calendar.createEvent({
      id: `${lesson.entryId}-${lesson.date}@${host}`,
      start: momentIn(timeZone, lesson.date, lesson.starts),
      end: momentIn(timeZone, lesson.date, lesson.ends),
      stamp: new Date(now),
      summary: group ? `${subject} · ${group}` : subject,
      description: lines.filter((line) => line !== '').join('\n'),
      ...(lesson.room ? { location: inLanguage(lesson.room, lesson.roomAr) } : {}),
    });
  }
  return calendar.toString();
}

/** The instant at which clocks in a zone show a date and time. An hour that a change of clocks leaves out becomes the next one. */
export function momentIn(timeZone: string, date: string, clock: string): Date {
  const asUtc = Date.parse(`${date}T${clock}:00Z`);
  // The offset is that of the instant and not of the guess: asked twice, it is right on the days that clocks change.
  const first = asUtc - offsetAt(timeZone, asUtc);
  return new Date(asUtc - offsetAt(timeZone, first));
}

function offsetAt(timeZone: string, instant: number): number {
  const parts = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
    ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
    hourCycle: 'h23',
    timeZone,
  }).formatToParts(instant);
  const part = (type: string) => Number(parts.find((entry) => entry.type === type)?.value);
  return (
    Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) -
    Math.floor(instant / 1000) * 1000
  );
}
