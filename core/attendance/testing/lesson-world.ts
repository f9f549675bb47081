import type pg from 'pg';
import type { SmallClasses, TestSchool } from '../../../e2e/support/index.ts';

/** A lesson group of the first class with two lessons a Sunday and one a Monday. */
export type LessonWorld = { offeringId: string; entryId: string };

/** Gives the pupils of the first class a lesson group, and the school bells and a timetable. */
export async function addLessons(
  admin: pg.Pool,
  school: TestSchool,
  classes: SmallClasses,
): Promise<LessonWorld> {
  const insert = async (table: string, row: Record<string, unknown>): Promise<string> => {
    const full: Record<string, unknown> = { tenant_id: school.tenant.id, ...row };
    const names = Object.keys(full);
    const { rows } = await admin.query(
      `insert into ${table} (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')}) returning id`,
      Object.values(full),
    );
    return rows[0].id;
  };
  const subject = await insert('subjects', { title: 'Science', title_ar: 'علوم' });
  const offeringId = await insert('class_offerings', {
    title: 'Science 9-A',
    subject_id: subject,
    classroom_id: classes.classroomId,
    academic_year_id: classes.yearId,
    teacher_id: classes.teacherId,
  });
  for (const { id } of classes.pupils)
    await insert('class_members', { class_offering_id: offeringId, student_id: id });
  const schedule = await insert('bell_schedules', { title: 'Usual', title_ar: 'معتاد', is_default: true });
  for (const number of [1, 2, 3])
    await insert('bell_periods', {
      schedule_id: schedule,
      number,
      title: `Lesson ${number}`,
      title_ar: `الحصة ${number}`,
      starts: `0${6 + number}:00`,
      ends: `0${6 + number}:45`,
    });
  const entry = (weekday: number, period: number) =>
    insert('timetable_entries', {
      class_offering_id: offeringId,
      weekday,
      period_number: period,
      teacher_id: classes.teacherId,
      start_date: '2025-09-01',
      end_date: '2027-06-30',
    });
  await entry(0, 1);
  const entryId = await entry(0, 3);
  await entry(1, 2);
  return { offeringId, entryId };
}
