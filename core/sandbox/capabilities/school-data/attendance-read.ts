import type pg from 'pg';
import { type Capability, refuseCall } from '../registry.ts';
import { readPage } from './read-page.ts';
import { asParameter, visiblePeople } from './visible-people.ts';

const COLUMNS = {
  id: 'a.id',
  studentId: 'a.student_id',
  date: 'a.date',
  code: 'a.code',
  status: 'a.status',
  classroomId: 'a.classroom_id',
  note: 'a.note',
} as const;

/** As many days as a school year has, with the holidays at both ends. */
const MAX_DAYS = 400;

/** `attendance.read`: marks of the register, oldest day first. A mark of a lesson group has no classroom. */
export function attendanceReadCapability(pool: pg.Pool): Capability<'attendance.read'> {
  return {
    name: 'attendance.read',
    run: async (context, { studentIds, classroomId, from, to, statuses, limit, offset }) => {
      if ((Date.parse(to) - Date.parse(from)) / 86_400_000 > MAX_DAYS)
        refuseCall('range_too_long', `From the first to the last day are more than ${MAX_DAYS} days.`);
      const { students } = await visiblePeople(pool, context);
      return readPage(pool, context, 'attendance.read', {
        columns: COLUMNS,
        pointers: ['id', 'studentId', 'classroomId'],
        // The days are the key of the partitions: without them every year would be read.
        from: `from attendance a
          where a.date between $3 and $4 and ($5::uuid[] is null or a.student_id = any($5))
            and ($6::uuid is null or a.classroom_id = $6) and ($7::text[] is null or a.status::text = any($7))
            and ($8::uuid[] is null or a.student_id = any($8))`,
        order: 'a.date, a.student_id, a.id',
        values: [from, to, studentIds ?? null, classroomId ?? null, statuses ?? null, asParameter(students)],
        limit,
        offset,
      }) as never;
    },
  };
}
