import type pg from 'pg';
import { prepared } from '../../tenancy/index.ts';
import { readRegister } from '../sql/register.ts';
import type { DayLesson } from './day-lessons.ts';
import { type ClassRef, type FoundClass, findClass, type RegisterAccess } from './register-access.ts';

export type RegisterPupil = {
  id: string;
  name: string;
  nameAr: string | null;
  admissionNumber: string;
  code: string | null;
  minutes: number | null;
  note: string | null;
  /** What the last register before this one said of the pupil that day; `period` 0 is the homeroom. */
  earlier: { code: string; period: number } | null;
  /** The family's excuse for this day was accepted: an absence is saved as excused. */
  excused: boolean;
};
export type Register = {
  class: ClassRef & { title: string };
  date: string;
  revision: number;
  pupils: RegisterPupil[];
  /** The lessons of a lesson group that day, by the timetable. */
  lessons: DayLesson[];
};
/** A pupil as the statement of a register reads one; numbers may be text. */
export type PupilRow = {
  id: string;
  display_name: string;
  display_name_ar: string | null;
  admission_number: string;
  code: string | null;
  minutes: number | string | null;
  note: string | null;
  earlier_code: string | null;
  earlier_period: number | string | null;
  excused: boolean;
};

/** The pupils of a class on a date with their saved marks, for somebody with that access. */
export async function openRegister(
  pool: pg.Pool,
  ref: ClassRef,
  date: string,
  access: RegisterAccess,
): Promise<Register> {
  return loadRegister(pool, ref, date, await findClass(pool, ref, date, access));
}

/** The register of a class that was found, as it is saved now. */
export async function loadRegister(
  pool: pg.Pool,
  ref: ClassRef,
  date: string,
  found: FoundClass,
): Promise<Register> {
  const [pupils, register] = await Promise.all([
    pool.query<PupilRow>(prepared(readRegister(ref.kind), [ref.id, date, ref.period])),
    pool.query(
      `select revision from attendance_registers
        where date = $1 and coalesce(classroom_id, class_offering_id) = $2 and period_number = $3`,
      [date, ref.id, ref.period],
    ),
  ]);
  const revision = Number(register.rows[0]?.revision ?? 0);
  return registerOf({ ref, date, found, rows: pupils.rows, revision });
}

type RegisterParts = {
  ref: ClassRef;
  date: string;
  found: FoundClass;
  rows: readonly PupilRow[];
  revision: number;
};

/** A register of what was read of it. */
export function registerOf({ ref, date, found, rows, revision }: RegisterParts): Register {
  return {
    class: { ...ref, title: found.title },
    date,
    revision,
    pupils: rows.map((row) => ({
      id: row.id,
      name: row.display_name,
      nameAr: row.display_name_ar,
      admissionNumber: row.admission_number,
      code: row.code,
      minutes: row.minutes === null ? null : Number(row.minutes),
      note: row.note,
      earlier:
        row.earlier_code === null ? null : { code: row.earlier_code, period: Number(row.earlier_period) },
      excused: row.excused,
    })),
    lessons: found.lessons,
  };
}
