import type pg from 'pg';
import { AppError } from '../../kernel/index.ts';
import { type AuditEvent, recordAudit } from '../../observability/index.ts';
import { clashError, inTransaction, type Queryable } from '../../tenancy/index.ts';
import {
  ADD_ENTRY,
  CHANGE_ENTRY,
  CHOICES,
  CLASSES_OF_PUPILS,
  DROP_COVERS,
  DROP_ENTRY,
  END_ENTRY,
  ENTRY_DEFAULTS,
  IN_THE_WAY,
  LOCK_ENTRY,
  WEEK_ENTRIES,
} from '../sql/entries.ts';

export type WeekEntry = {
  id: string;
  weekday: number;
  period: number;
  offeringId: string;
  teacherId: string | null;
  roomId: string | null;
  startDate: string;
  endDate: string;
  lesson: string;
  subject: string;
  subjectAr: string;
  class: string | null;
  classAr: string | null;
  teacher: string | null;
  teacherAr: string | null;
  room: string | null;
  roomAr: string | null;
};

type Named = { id: string; title: string; titleAr: string };
export type TimetableChoices = {
  classes: Named[];
  teachers: Named[];
  rooms: Named[];
  /** `startDate` is the first day on which there are lessons of the group. */
  offerings: (Named & { classroomId: string | null; teacherId: string | null; startDate: string })[];
  /** Of the ordinary bell schedule; breaks have the number 0. */
  periods: (Named & { scheduleId: string; number: number; starts: string; ends: string })[];
};

/** A lesson that keeps a period from being free, and for whom. */
export type InTheWay = {
  entryId: string;
  weekday: number;
  period: number;
  kind: 'teacher' | 'room' | 'pupils';
  lesson: string;
  lessonAr: string;
  from: string;
  until: string;
};

export type WeekOf = { kind: 'class' | 'teacher' | 'room' | 'student'; id: string; date: string };

/** The lessons that come back each week, of a class, a teacher, a room or a pupil, as they are on a date. */
export async function readWeek(pool: Queryable, { kind, id, date }: WeekOf): Promise<WeekEntry[]> {
  const only = (wanted: WeekOf['kind']) => (kind === wanted ? id : null);
  const values = [date, only('class'), only('teacher'), only('room'), only('student')];
  return (await pool.query(WEEK_ENTRIES, values)).rows as WeekEntry[];
}

/** What the timetable page offers to choose from. */
export async function readChoices(pool: Queryable): Promise<TimetableChoices> {
  return (await pool.query(CHOICES)).rows[0] as TimetableChoices;
}

export type Wish = {
  classOffering: string;
  teacher: string | undefined;
  room: string | undefined;
  /** The lesson that is moved. */
  except: string | undefined;
  /** The first day of such a lesson, where it is not that of its lesson group. */
  from: string | undefined;
};

/** Every lesson that such a lesson cannot be beside, in all periods. Throws resource.not_found for a lesson group that is not there. */
export async function inTheWay(pool: Queryable, wish: Wish): Promise<InTheWay[]> {
  const { classOffering, teacher, room, except, from } = wish;
  const dates = (await pool.query(ENTRY_DEFAULTS, [classOffering])).rows[0];
  if (!dates) throw new AppError('resource.not_found');
  const values = [
    classOffering,
    teacher ?? null,
    room ?? null,
    from ?? dates.startDate,
    dates.endDate,
    except ?? null,
  ];
  return (await pool.query(IN_THE_WAY, values)).rows as InTheWay[];
}

/**
 * Takes a lesson out of the timetable from a date on. What was held before stays: a lesson that began earlier ends on the
 * day before, one that had not begun is deleted. Throws resource.not_found.
 */
export async function removeEntry(
  pool: pg.Pool,
  { id, from, actor }: { id: string; from: string; actor: AuditEvent['actor'] },
): Promise<{ ended: boolean }> {
  return inTransaction(pool, async (client) => {
    await client.query(DROP_COVERS, [id, from]);
    const ended = (await client.query(END_ENTRY, [id, from])).rows.length > 0;
    if (!ended && (await client.query(DROP_ENTRY, [id])).rows.length === 0)
      throw new AppError('resource.not_found');
    await recordAudit(client, {
      category: 'change',
      action: ended ? 'timetable.end_lesson' : 'timetable.remove_lesson',
      actor,
      subject: { collection: 'timetable-entries', id },
      details: { from },
    });
    return { ended };
  });
}

export type ChangeEntry = {
  id: string;
  /** From when on it is so; what was held before stays as it was. */
  from: string;
  weekday: number;
  period: number;
  teacher: string | undefined;
  room: string | undefined;
  actor: AuditEvent['actor'];
};

/**
 * Moves a lesson, or gives it another teacher or room, from a date on. A lesson that began earlier ends on the day before and
 * goes on as a new one, so that registers of the past keep their lesson. Returns the id it goes on under. Throws
 * timetable.*_busy when somebody is in another lesson then, and resource.not_found.
 */
export async function changeEntry(pool: pg.Pool, change: ChangeEntry): Promise<{ id: string }> {
  const { id, from, weekday, period, actor } = change;
  const place = [weekday, period, change.teacher ?? null, change.room ?? null];
  try {
    return await inTransaction(pool, async (client) => {
      const entry = (await client.query(LOCK_ENTRY, [id])).rows[0];
      if (!entry || entry.endDate < from) throw new AppError('resource.not_found');
      await client.query(DROP_COVERS, [id, from]);
      let goesOn = id;
      if (entry.startDate < from) {
        await client.query(END_ENTRY, [id, from]);
        const added = await client.query(ADD_ENTRY, [entry.offeringId, ...place, from, entry.endDate]);
        goesOn = String(added.rows[0].id);
      } else await client.query(CHANGE_ENTRY, [id, ...place]);
      await recordAudit(client, {
        category: 'change',
        action: 'timetable.change_lesson',
        actor,
        subject: { collection: 'timetable-entries', id: goesOn },
        after: { weekday, period, teacher: change.teacher ?? null, room: change.room ?? null, from },
      });
      return { id: goesOn };
    });
  } catch (error) {
    throw clashError(error) ?? error;
  }
}

export type OwnPupil = { studentId: string; title: string; titleAr: string; classroomId: string | null };

/** Pupils by id with the class they are in, for a family that opens the timetable. */
export async function readOwnPupils(pool: Queryable, ids: readonly string[]): Promise<OwnPupil[]> {
  return (await pool.query(CLASSES_OF_PUPILS, [ids])).rows as OwnPupil[];
}
