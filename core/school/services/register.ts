import type pg from 'pg';
import { publishEvents, schoolFacts } from '../../jobs/index.ts';
import { AppError, plainDateIn } from '../../kernel/index.ts';
import { type AuditEvent, recordAudit } from '../../observability/index.ts';
import { inTransaction, isPlainDate, type Queryable, requireTenant } from '../../tenancy/index.ts';
import { readRegister, saveRegister, TAKE_REVISION } from '../sql/register.ts';

export type ClassRef = { kind: 'classroom' | 'offering'; id: string };
export type RegisterPupil = {
  id: string;
  name: string;
  nameAr: string | null;
  admissionNumber: string;
  code: string | null;
  minutes: number | null;
  note: string | null;
};
export type Register = {
  class: ClassRef & { title: string };
  date: string;
  revision: number;
  pupils: RegisterPupil[];
};
export type RegisterMark = { student: string; code: string; minutes?: number | null; note?: string | null };
export type SaveRegister = {
  class: ClassRef;
  date: string;
  revision: number;
  marks: RegisterMark[];
  /** The account, where a person of the school saves. */
  userId: string | null;
  /** Who the audit trail names; the account by default. */
  actor?: AuditEvent['actor'];
};

/** An absence that guardians may want to know about; add-ons listen to it. Once a pupil and date, whatever is corrected later. */
export const ABSENCE_RECORDED = 'attendance.absence_recorded';

/** The register of a class as it was saved; add-ons listen to it. Saving the same again is no news. */
const REGISTER_TAKEN = 'attendance.register_taken';

/** The pupils of a class on a date with their saved marks. `classIds` are the classes the viewer may open. */
export async function openRegister(
  pool: pg.Pool,
  ref: ClassRef,
  date: string,
  classIds: string[] | 'all',
): Promise<Register> {
  const title = await findClass(pool, ref, classIds);
  checkDate(date);
  const [pupils, register] = await Promise.all([
    pool.query(readRegister(ref.kind), [ref.id, date]),
    pool.query(
      'select revision from attendance_registers where date = $1 and coalesce(classroom_id, class_offering_id) = $2',
      [date, ref.id],
    ),
  ]);
  return {
    class: { ...ref, title: title.title },
    date,
    revision: Number(register.rows[0]?.revision ?? 0),
    pupils: pupils.rows.map((row) => ({
      id: row.id,
      name: row.display_name,
      nameAr: row.display_name_ar,
      admissionNumber: row.admission_number,
      code: row.code,
      minutes: row.minutes === null ? null : Number(row.minutes),
      note: row.note,
    })),
  };
}

/**
 * Saves a register in one transaction with the events of new absences. A register that somebody else saved since
 * it was opened is refused with register.conflict and their marks; nothing of either is lost. Saving the same
 * again changes nothing and tells nobody.
 */
export async function saveRegisterMarks(
  pool: pg.Pool,
  save: SaveRegister,
  classIds: string[] | 'all',
): Promise<{ register: Register; changed: number }> {
  const tenant = requireTenant();
  const found = await findClass(pool, save.class, classIds);
  checkDate(save.date);
  const today = plainDateIn(tenant.timeZone, Date.now());
  if (save.date > today) throw new AppError('register.date_future', { date: save.date, today });
  const changed = await inTransaction(pool, async (client) => {
    const { marks, before } = await withStatus(client, save);
    const registerId = await takeRevision(client, pool, save, classIds);
    const { rows } = await client.query(saveRegister(save.class.kind), [
      save.class.id,
      save.date,
      JSON.stringify(marks),
      save.userId,
    ]);
    // An excused absence is no news to the family that asked for it.
    const codes = await readCodes(client);
    const absences = rows.filter((row) => row.status === 'absent' && !codes.get(row.code)?.excused);
    await publishEvents(
      client,
      absences.map((row) => ({
        type: ABSENCE_RECORDED,
        dedupeKey: `${row.student_id}:${save.date}`,
        payload: {
          studentId: row.student_id,
          date: save.date,
          code: row.code,
          classLabel: found.title,
          ...schoolFacts(),
        },
      })),
    );
    if (rows.length > 0) {
      await publishEvents(client, [{ type: REGISTER_TAKEN, payload: registerFacts(save, marks) }]);
      const changed = rows.map((row) => ({ id: row.student_id as string, code: row.code as string }));
      await recordAudit(client, registerEntry({ save, title: found.title, registerId, changed, before }));
    }
    return rows.length;
  });
  return { register: await openRegister(pool, save.class, save.date, classIds), changed };
}

function registerFacts(save: SaveRegister, marks: { status: string }[]) {
  const count = (...states: string[]) => marks.filter(({ status }) => states.includes(status)).length;
  return {
    classroomId: save.class.kind === 'classroom' ? save.class.id : null,
    date: save.date,
    present: count('present', 'left_early'),
    absent: count('absent'),
    late: count('late'),
  };
}

async function takeRevision(
  client: Queryable,
  pool: pg.Pool,
  save: SaveRegister,
  classIds: string[] | 'all',
): Promise<string> {
  const [classroom, offering] =
    save.class.kind === 'classroom' ? [save.class.id, null] : [null, save.class.id];
  const { rows } = await client.query(TAKE_REVISION, [
    classroom,
    offering,
    save.date,
    save.userId,
    save.revision,
  ]);
  if (rows[0]) return rows[0].id;
  const theirs = await openRegister(pool, save.class, save.date, classIds);
  throw new AppError('register.conflict', {}, { data: theirs });
}

async function withStatus(client: Queryable, save: SaveRegister) {
  const statusOf = await readCodes(client);
  const pupils = await client.query(readRegister(save.class.kind), [save.class.id, save.date]);
  const inClass = new Set(pupils.rows.map((row) => row.id as string));
  const strangers = new Set(
    save.marks.filter((mark) => !inClass.has(mark.student)).map((mark) => mark.student),
  );
  if (strangers.size > 0) throw new AppError('register.student_not_in_class', { count: strangers.size });
  const unique = new Map(save.marks.map((mark) => [mark.student, mark]));
  const marks = [...unique.values()].map((mark) => {
    const status = statusOf.get(mark.code)?.status;
    if (!status) throw new AppError('register.code_unknown', { code: mark.code });
    return {
      student: mark.student,
      code: mark.code,
      status,
      minutes: mark.minutes ?? null,
      note: mark.note?.trim() || null,
    };
  });
  const before = new Map<string, MarkBefore>(
    pupils.rows.map((row) => [
      row.id,
      { pupil: `${row.display_name} (${row.admission_number})`, code: row.code },
    ]),
  );
  return { marks, before };
}

type MarkBefore = { pupil: string; code: string | null };
type SavedRegister = {
  save: SaveRegister;
  title: string;
  registerId: string;
  changed: { id: string; code: string }[];
  before: Map<string, MarkBefore>;
};

// The marks that changed, by pupil. Notes stay out: they tell why a child was ill.
function registerEntry({ save, title, registerId, changed, before }: SavedRegister): AuditEvent {
  const nameOf = (id: string) => before.get(id)?.pupil ?? id;
  return {
    category: 'change',
    action: 'register.save',
    actor: save.actor ?? (save.userId === null ? { kind: 'system' } : { kind: 'user', id: save.userId }),
    subject: { collection: 'attendance-registers', id: registerId, label: `${title}, ${save.date}` },
    before: Object.fromEntries(changed.map(({ id }) => [nameOf(id), before.get(id)?.code ?? null])),
    after: Object.fromEntries(changed.map(({ id, code }) => [nameOf(id), code])),
  };
}

async function readCodes(client: Queryable): Promise<Map<string, { status: string; excused: boolean }>> {
  const { rows } = await client.query('select code, status, excused from attendance_codes');
  return new Map(
    rows.map((row) => [row.code as string, { status: row.status as string, excused: row.excused === true }]),
  );
}

async function findClass(
  pool: pg.Pool,
  ref: ClassRef,
  classIds: string[] | 'all',
): Promise<{ title: string }> {
  const allowed = classIds === 'all' || classIds.includes(ref.id);
  const table = ref.kind === 'classroom' ? 'classrooms' : 'class_offerings';
  const { rows } = allowed
    ? await pool.query(`select title from ${table} where id = $1`, [ref.id])
    : { rows: [] };
  if (!rows[0]) throw new AppError('register.class_unknown');
  return { title: rows[0].title };
}

function checkDate(date: string): void {
  if (!isPlainDate(date)) throw new AppError('register.date_invalid', { date: String(date).slice(0, 40) });
}
