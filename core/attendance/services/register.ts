import type pg from 'pg';
import { publishEvents, schoolFacts } from '../../jobs/index.ts';
import { AppError, plainDateIn } from '../../kernel/index.ts';
import { type AuditEvent, recordAudit } from '../../observability/index.ts';
import { inTransaction, type Queryable, requireTenant } from '../../tenancy/index.ts';
import { readRegister, saveRegister, TAKE_REVISION } from '../sql/register.ts';
import { checkTerm } from './closed-terms.ts';
import { type Correction, keepCorrections } from './corrections.ts';
import type { DayLesson } from './day-lessons.ts';
import { type DerivedDay, deriveDays } from './derive-days.ts';
import { followThresholds } from './follow-thresholds.ts';
import { type ClassRef, type FoundClass, findClass, type RegisterAccess } from './register-access.ts';
import { absences, REGISTER_TAKEN } from './register-events.ts';

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
export type RegisterMark = { student: string; code: string; minutes?: number | null; note?: string | null };
export type SaveRegister = {
  class: ClassRef;
  date: string;
  revision: number;
  marks: RegisterMark[];
  /** Why saved marks of an earlier day are changed. */
  reason?: string;
  /** Also in a term whose attendance is closed. */
  mayReopen?: boolean;
  /** The account, where a person of the school saves. */
  userId: string | null;
  /** Who the audit trail names; the account by default. */
  actor?: AuditEvent['actor'];
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

async function loadRegister(
  pool: pg.Pool,
  ref: ClassRef,
  date: string,
  { title, lessons }: FoundClass,
): Promise<Register> {
  const [pupils, register] = await Promise.all([
    pool.query(readRegister(ref.kind), [ref.id, date, ref.period]),
    pool.query(
      `select revision from attendance_registers
        where date = $1 and coalesce(classroom_id, class_offering_id) = $2 and period_number = $3`,
      [date, ref.id, ref.period],
    ),
  ]);
  return {
    class: { ...ref, title },
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
      earlier:
        row.earlier_code === null ? null : { code: row.earlier_code, period: Number(row.earlier_period) },
      excused: row.excused,
    })),
    lessons,
  };
}

/**
 * Saves a register in one transaction with everything that follows from it: the history of corrected marks, the status of
 * the day of each pupil, thresholds, and the events of new absences. A register that somebody else saved since it was
 * opened is refused with register.conflict and their marks; nothing of either is lost. Saving the same again changes
 * nothing and tells nobody. Throws register.reason_required when saved marks of an earlier day change without a reason,
 * and register.term_closed for a date of a closed term.
 */
export async function saveRegisterMarks(
  pool: pg.Pool,
  save: SaveRegister,
  access: RegisterAccess,
): Promise<{ register: Register; changed: number }> {
  const tenant = requireTenant();
  const found = await findClass(pool, save.class, save.date, access);
  const today = plainDateIn(tenant.timeZone, Date.now());
  if (save.date > today) throw new AppError('register.date_future', { date: save.date, today });
  const changed = await inTransaction(pool, async (client) => {
    const { marks, before } = await withStatus(client, save);
    const corrections = marks.flatMap((mark) => correctionOf(mark, before.get(mark.student)));
    await checkTerm(client, save.date, save.mayReopen === true);
    const registerId = await takeRevision(client, pool, save, found);
    // Whoever has to settle a conflict first may not be correcting anything then.
    if (corrections.length > 0 && save.date < today && !save.reason)
      throw new AppError('register.reason_required', { count: corrections.length });
    const { rows } = await client.query(saveRegister(save.class.kind), [
      save.class.id,
      save.date,
      save.class.period,
      JSON.stringify(marks),
      save.userId,
    ]);
    if (rows.length === 0) return 0;
    await keepCorrections(client, { ...save, corrections });
    const days = await deriveDays(
      client,
      rows.map((row) => ({ student: row.student_id as string, date: save.date })),
    );
    const changedMarks = rows.map((row) => ({ id: row.student_id as string, code: row.code as string }));
    await tell(client, { save, found, marks, days, changed: changedMarks });
    await followThresholds(client, days);
    await recordAudit(
      client,
      registerEntry({ save, title: found.title, registerId, changed: changedMarks, before }),
    );
    return rows.length;
  });
  return { register: await loadRegister(pool, save.class, save.date, found), changed };
}

type Mark = ReturnType<typeof markOf>;
type Telling = {
  save: SaveRegister;
  found: FoundClass;
  marks: Mark[];
  days: DerivedDay[];
  changed: { id: string; code: string }[];
};

async function tell(client: Queryable, { save, found, marks, days, changed }: Telling): Promise<void> {
  const excused = new Map(marks.map((mark) => [mark.student, mark]));
  // An excused absence is no news to the family that asked for it, and a day that is excused as a whole is none either.
  const forgiven = new Set(
    days.filter(({ day }) => day.status === 'absent' && day.excused).map(({ student }) => student),
  );
  const news = changed.filter(({ id }) => {
    const mark = excused.get(id);
    return mark?.status === 'absent' && !mark.excused && !forgiven.has(id);
  });
  await publishEvents(client, [
    ...absences(news, { date: save.date, classLabel: found.title, school: schoolFacts() }),
    { type: REGISTER_TAKEN, payload: registerFacts(save, marks) },
  ]);
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
  found: FoundClass,
): Promise<string> {
  const [classroom, offering] =
    save.class.kind === 'classroom' ? [save.class.id, null] : [null, save.class.id];
  const { rows } = await client.query(TAKE_REVISION, [
    classroom,
    offering,
    save.date,
    save.userId,
    save.revision,
    save.class.period,
  ]);
  if (rows[0]) return rows[0].id;
  const theirs = await loadRegister(pool, save.class, save.date, found);
  throw new AppError('register.conflict', {}, { data: theirs });
}

type CodeMeaning = { status: string; excused: boolean; defaultMinutes: number | null };
type MarkBefore = { pupil: string; code: string | null; minutes: number | null };

async function withStatus(client: Queryable, save: SaveRegister) {
  const codes = await readCodes(client);
  const pupils = await client.query(readRegister(save.class.kind, { lock: true }), [
    save.class.id,
    save.date,
    save.class.period,
  ]);
  const inClass = new Map(pupils.rows.map((row) => [row.id as string, row.excused === true]));
  const strangers = new Set(
    save.marks.filter((mark) => !inClass.has(mark.student)).map((mark) => mark.student),
  );
  if (strangers.size > 0) throw new AppError('register.student_not_in_class', { count: strangers.size });
  const unique = new Map(save.marks.map((mark) => [mark.student, mark]));
  const marks = [...unique.values()].map((mark) => markOf(mark, codes, inClass.get(mark.student) === true));
  const before = new Map<string, MarkBefore>(
    pupils.rows.map((row) => [
      row.id,
      {
        pupil: `${row.display_name} (${row.admission_number})`,
        code: row.code,
        minutes: row.minutes === null ? null : Number(row.minutes),
      },
    ]),
  );
  return { marks, before };
}

// What a family was excused for is excused, whoever takes the register and whether they know.
function markOf(mark: RegisterMark, codes: Map<string, CodeMeaning>, isExcused: boolean) {
  const said = codes.get(mark.code);
  if (!said) throw new AppError('register.code_unknown', { code: mark.code });
  const forgiving =
    isExcused && said.status === 'absent' && !said.excused
      ? [...codes].find(([, meaning]) => meaning.status === 'absent' && meaning.excused)
      : undefined;
  const [code, meaning] = forgiving ?? [mark.code, said];
  const hasMinutes = meaning.status === 'late' || meaning.status === 'left_early';
  return {
    student: mark.student,
    code,
    status: meaning.status,
    excused: meaning.excused,
    minutes: mark.minutes ?? (hasMinutes ? meaning.defaultMinutes : null),
    note: mark.note?.trim() || null,
  };
}

function correctionOf(mark: Mark, before: MarkBefore | undefined): Correction[] {
  if (!before?.code || (before.code === mark.code && before.minutes === mark.minutes)) return [];
  const { student, code: to, minutes: toMinutes } = mark;
  return [{ student, from: before.code, fromMinutes: before.minutes, to, toMinutes }];
}

type SavedRegister = {
  save: SaveRegister;
  title: string;
  registerId: string;
  changed: { id: string; code: string }[];
  before: Map<string, MarkBefore>;
};

// The marks that changed, by pupil. Notes and reasons stay out: they tell why a child was ill.
function registerEntry({ save, title, registerId, changed, before }: SavedRegister): AuditEvent {
  const nameOf = (id: string) => before.get(id)?.pupil ?? id;
  const lesson = save.class.period > 0 ? ` (${save.class.period})` : '';
  return {
    category: 'change',
    action: 'register.save',
    actor: save.actor ?? (save.userId === null ? { kind: 'system' } : { kind: 'user', id: save.userId }),
    subject: { collection: 'attendance-registers', id: registerId, label: `${title}${lesson}, ${save.date}` },
    before: Object.fromEntries(changed.map(({ id }) => [nameOf(id), before.get(id)?.code ?? null])),
    after: Object.fromEntries(changed.map(({ id, code }) => [nameOf(id), code])),
  };
}

async function readCodes(client: Queryable): Promise<Map<string, CodeMeaning>> {
  const { rows } = await client.query(
    'select code, status, excused, default_minutes from attendance_codes order by "order", id',
  );
  return new Map(
    rows.map((row) => [
      row.code as string,
      {
        status: row.status as string,
        excused: row.excused === true,
        defaultMinutes: row.default_minutes === null ? null : Number(row.default_minutes),
      },
    ]),
  );
}
