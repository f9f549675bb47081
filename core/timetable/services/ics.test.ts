import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { momentIn, writeCalendar } from './ics.ts';
import type { Lesson } from './school-days.ts';

const LESSON: Lesson = {
  date: '2026-11-23',
  period: 2,
  periodTitle: 'Second period',
  periodTitleAr: 'الحصة الثانية',
  starts: '07:45',
  ends: '08:30',
  entryId: '7b1f6f2e-0c43-4a0e-9a59-7f0d3f3c1a01',
  offeringId: '7b1f6f2e-0c43-4a0e-9a59-7f0d3f3c1a02',
  classroomId: '7b1f6f2e-0c43-4a0e-9a59-7f0d3f3c1a03',
  teacherId: '7b1f6f2e-0c43-4a0e-9a59-7f0d3f3c1a04',
  regularTeacherId: '7b1f6f2e-0c43-4a0e-9a59-7f0d3f3c1a05',
  covered: true,
  roomId: null,
  lesson: 'Mathematics 5-A',
  subject: 'Mathematics; part 1, 2',
  subjectAr: 'الرياضيات والهندسة التحليلية وحساب المثلثات للصف الخامس الابتدائي',
  class: '5-A',
  classAr: '5-أ',
  teacher: 'Huda Al-Naimi',
  teacherAr: 'هدى النعيمي',
  regularTeacher: 'Omar Haddad',
  regularTeacherAr: 'عمر حداد',
  room: null,
  roomAr: null,
};

const write = (language: 'en' | 'ar', lessons: Lesson[] = [LESSON]) =>
  writeCalendar(lessons, {
    language,
    timeZone: 'Asia/Qatar',
    name: 'School',
    host: 'alnoor.example.org',
    now: Date.parse('2026-11-20T10:00:00Z'),
  });
const eventsOf = (text: string) =>
  new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((event) => new ICAL.Event(event));

describe('a timetable as iCalendar', () => {
  it('should come back from a reader with its moments in UTC', () => {
    const [event] = eventsOf(write('en'));
    expect(event?.startDate.toString()).toBe('2026-11-23T04:45:00Z');
    expect(event?.endDate.toString()).toBe('2026-11-23T05:30:00Z');
    expect(event?.summary).toBe('Mathematics; part 1, 2 · 5-A');
    expect(event?.description).toBe('Period 2\nHuda Al-Naimi\nCover for Omar Haddad');
  });

  it('should keep Arabic whole across folded lines of at most 75 octets', () => {
    const text = write('ar');
    expect(eventsOf(text)[0]?.summary).toBe(`${LESSON.subjectAr} · 5-أ`);
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line), line).toBeLessThanOrEqual(75);
  });

  it('should give a lesson the same id whatever its time, and another one on another date', () => {
    const idOf = (lesson: Lesson) => eventsOf(write('en', [lesson]))[0]?.uid;
    expect(idOf({ ...LESSON, starts: '09:00', ends: '09:45', room: 'R1' })).toBe(idOf(LESSON));
    expect(idOf({ ...LESSON, date: '2026-11-30' })).not.toBe(idOf(LESSON));
  });

  it('should be a calendar without events when there are no lessons', () => {
    expect(eventsOf(write('en', []))).toEqual([]);
  });

  it('should know the offset of a zone on the days that clocks change', () => {
    expect(momentIn('Europe/London', '2026-03-29', '00:30').toISOString()).toBe('2026-03-29T00:30:00.000Z');
    expect(momentIn('Europe/London', '2026-03-29', '07:00').toISOString()).toBe('2026-03-29T06:00:00.000Z');
    expect(momentIn('Europe/London', '2026-10-25', '07:00').toISOString()).toBe('2026-10-25T07:00:00.000Z');
    expect(momentIn('Asia/Qatar', '2026-07-01', '07:00').toISOString()).toBe('2026-07-01T04:00:00.000Z');
  });
});
