import { datesBetween } from '../../kernel/index.ts';
import type { Queryable } from '../../tenancy/index.ts';
import { qatarTemplate, type TemplateSchedule } from '../../timetable/index.ts';
import { person } from './demo-people.ts';
import { insertRows, range, stamp } from './insert-rows.ts';
import { BOYS, FAMILIES, GIRLS, GRADES, SUBJECTS } from './names.ts';

export type DemoTimetable = {
  id: (kind: string, key: string | number) => string;
  school: string;
  year: { id: string; startDate: string; endDate: string };
  /** Who teaches a subject in a grade. */
  teacherOf: (grade: number, code: string) => string | undefined;
};

const WEEKDAYS = [0, 1, 2, 3, 4];
const PERIODS = 7;
const SUPPLY_TEACHERS = 2;

/**
 * Calendar, rooms, bells and a whole week of lessons. In one period all classes have a subject of even place, in the next
 * one of odd place: of each half every class has another teacher, so that nobody is in two lessons. Two teachers without
 * lessons can cover.
 */
export async function insertTimetable(client: Queryable, demo: DemoTimetable): Promise<void> {
  const { id, school, year, teacherOf } = demo;
  const template = qatarTemplate(year);
  await insertSchedule(client, demo, 'ordinary', template.ordinary, true);
  await insertSchedule(client, demo, 'ramadan', template.ramadan, false);
  if (template.ramadanSpan)
    await insertRows(client, 'bell_schedule_spans', [
      stamp({
        id: id('span', 'ramadan'),
        schedule_id: id('bells', 'ramadan'),
        start_date: template.ramadanSpan.startDate,
        end_date: template.ramadanSpan.endDate,
      }),
    ]);
  const holidays = template.holidays.flatMap(({ title, titleAr, startDate, endDate }) =>
    datesBetween(startDate, endDate)
      .filter((date) => date >= year.startDate && date <= year.endDate)
      .map((date) => ({ date, title, titleAr })),
  );
  await insertRows(
    client,
    'calendar_days',
    [...new Map(holidays.map((day) => [day.date, day])).values()].map(({ date, title, titleAr }) =>
      stamp({ id: id('day', date), date, kind: 'holiday', title, title_ar: titleAr }),
    ),
  );
  await insertRows(
    client,
    'rooms',
    range(GRADES).map((grade) =>
      stamp({
        id: id('room', grade),
        code: `R${100 + grade}`,
        title: `Room ${100 + grade}`,
        title_ar: `قاعة ${100 + grade}`,
        capacity: 25,
      }),
    ),
  );
  await insertRows(
    client,
    'teachers',
    range(SUPPLY_TEACHERS).map((index) => supplyTeacher(school, index)),
  );
  await insertRows(
    client,
    'timetable_entries',
    range(GRADES).flatMap((grade) =>
      WEEKDAYS.flatMap((weekday) =>
        range(PERIODS).map((period) => {
          const code = subjectAt(grade, weekday * PERIODS + period - 1);
          return stamp({
            id: id('lesson', `${grade}:${weekday}:${period}`),
            class_offering_id: id('offering', `${grade}${code}`),
            weekday,
            period_number: period,
            room_id: id('room', grade),
            teacher_id: teacherOf(grade, code),
            start_date: year.startDate,
            end_date: year.endDate,
          });
        }),
      ),
    ),
  );
}

function subjectAt(grade: number, slot: number): string {
  const half = SUBJECTS.filter((_, index) => index % 2 === slot % 2);
  return half[(Math.floor(slot / 2) + grade) % half.length]?.[0] ?? SUBJECTS[0][0];
}

async function insertSchedule(
  client: Queryable,
  { id }: DemoTimetable,
  key: string,
  schedule: TemplateSchedule,
  isDefault: boolean,
): Promise<void> {
  await insertRows(client, 'bell_schedules', [
    stamp({
      id: id('bells', key),
      title: schedule.title,
      title_ar: schedule.titleAr,
      is_default: isDefault,
    }),
  ]);
  await insertRows(
    client,
    'bell_periods',
    schedule.periods.map((period) =>
      stamp({
        id: id('period', `${key}:${period.starts}`),
        schedule_id: id('bells', key),
        number: period.number,
        title: period.title,
        title_ar: period.titleAr,
        starts: period.starts,
        ends: period.ends,
        is_break: period.isBreak,
      }),
    ),
  );
}

function supplyTeacher(school: string, index: number) {
  const given = (index % 2 ? GIRLS : BOYS)[index + 5] ?? BOYS[0];
  const someone = person(
    `${school}:supply:${index}`,
    given,
    BOYS[index] ?? BOYS[0],
    FAMILIES[index] ?? FAMILIES[0],
  );
  return stamp({
    id: someone.id,
    given_name: given[0],
    family_name: someone.family[0],
    given_name_ar: given[1],
    middle_name_ar: someone.father[1],
    family_name_ar: someone.family[1],
    display_name: someone.displayName,
    display_name_ar: someone.displayNameAr,
    staff_number: `T${100 + GRADES + index}`,
    active: true,
    email: `t${100 + GRADES + index}@${school}.example`,
  });
}
