import type pg from 'pg';
import { publishEvents, schoolFacts } from '../../jobs/index.ts';
import { AppError, plainDateIn } from '../../kernel/index.ts';
import { type AuditEvent, auditInsert } from '../../observability/index.ts';
import { inTransaction, prepared, type Queryable, requireTenant } from '../../tenancy/index.ts';
import { keepRegister } from '../sql/register.ts';
import { DEFAULT_DAY_RULE, deriveDay } from './day-rule.ts';
import type { DerivedDay } from './derive-days.ts';
import { followThresholds } from './follow-thresholds.ts';
import { loadRegister, type Register, registerOf } from './register.ts';
import {
  type ClassRef,
  checkReach,
  type FoundClass,
  findClass,
  type RegisterAccess,
} from './register-access.ts';
import { absences, REGISTER_TAKEN } from './register-events.ts';
import {
  type Mark,
  type PupilForSave,
  type ReadForSave,
  readUnderLock,
  type SaveRegister,
} from './register-for-save.ts';

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
  checkReach(save.class, save.date, access);
  const lessons =
    save.class.kind === 'offering' ? (await findClass(pool, save.class, save.date, access)).lessons : [];
  const today = plainDateIn(tenant.timeZone, Date.now());
  if (save.date > today) throw new AppError('register.date_future', { date: save.date, today });
  return inTransaction(pool, async (client) => {
    const known = await readUnderLock(client, save);
    const found = { title: known.title, lessons };
    const changed = known.marks.filter((mark) => isNews(mark, known.pupils.get(mark.student), save.class));
    const corrections = changed.filter((mark) => isCorrection(mark, known.pupils.get(mark.student)));
    // Whoever has to settle a conflict first may not be correcting anything then.
    if (known.revision !== save.revision) throw await conflict(pool, save, found);
    if (corrections.length > 0 && save.date < today && !save.reason)
      throw new AppError('register.reason_required', { count: corrections.length });
    const days = changed.map((mark) => dayOf(mark, save, known));
    const taken = await keep(client, save, { changed, corrections, days, known });
    if (taken === undefined) throw await conflict(pool, save, found);
    if (changed.length > 0) {
      await tell(client, {
        save,
        known,
        days,
        changed,
        trail: trailOf({ save, id: taken.id, changed, known }),
      });
      if (known.counts) await followThresholds(client, days);
    }
    const saved = new Map(changed.map((mark) => [mark.student, mark]));
    const rows = [...known.pupils.values()].map((pupil) => ({ ...pupil, ...saved.get(pupil.id) }));
    const register = registerOf({ ref: save.class, date: save.date, found, rows, revision: taken.revision });
    return { register, changed: changed.length };
  });
}

// A mark that says the same as the saved one is not written.
function isNews(mark: Mark, before: PupilForSave | undefined, ref: ClassRef): boolean {
  return (
    before?.code !== mark.code ||
    before.status !== mark.status ||
    before.minutes !== mark.minutes ||
    before.note !== mark.note ||
    (ref.kind === 'classroom' && before.classroom_id !== ref.id)
  );
}

function isCorrection(mark: Mark, before: PupilForSave | undefined): boolean {
  return Boolean(before?.code) && (before?.code !== mark.code || before.minutes !== mark.minutes);
}

function dayOf(mark: Mark, save: SaveRegister, { pupils, rule }: ReadForSave): DerivedDay & KeptDay {
  const pupil = pupils.get(mark.student);
  const others = pupil?.others ?? [];
  const isHomeroom = save.class.kind === 'classroom';
  const day = deriveDay([...others, { ...mark, isHomeroom }], rule ?? DEFAULT_DAY_RULE);
  if (day === undefined) throw new Error('A day with a mark has a status.');
  const classroom = isHomeroom ? save.class.id : (others.find((other) => other.classroom)?.classroom ?? null);
  return { student: mark.student, date: save.date, classroom, day, before: pupil?.day ?? undefined };
}

type KeptDay = { classroom: string | null };
type Writing = {
  changed: Mark[];
  corrections: Mark[];
  days: (DerivedDay & KeptDay)[];
  known: ReadForSave;
};

async function keep(client: Queryable, save: SaveRegister, { changed, corrections, days, known }: Writing) {
  const history = corrections.map(({ student, code: to, minutes: toMinutes }) => {
    const before = known.pupils.get(student);
    return { student, from: before?.code, fromMinutes: before?.minutes, to, toMinutes };
  });
  const { rows } = await client.query<{ id: string; revision: string }>(
    prepared(keepRegister(save.class.kind), [
      ...[save.class.id, save.date, save.class.period, save.userId, save.revision],
      ...[JSON.stringify(changed), JSON.stringify(history)],
      JSON.stringify(days.map(({ student, date, classroom, day }) => ({ student, date, classroom, ...day }))),
      save.reason ?? null,
    ]),
  );
  return rows[0] && { id: rows[0].id, revision: Number(rows[0].revision) };
}

async function conflict(pool: pg.Pool, save: SaveRegister, found: FoundClass): Promise<AppError> {
  const theirs = await loadRegister(pool, save.class, save.date, found);
  return new AppError('register.conflict', {}, { data: theirs });
}

type Telling = {
  save: SaveRegister;
  known: ReadForSave;
  days: DerivedDay[];
  changed: Mark[];
  trail: AuditEvent;
};

// The events and the entry of the trail are one statement.
async function tell(client: Queryable, { save, known, days, changed, trail }: Telling): Promise<void> {
  // An excused absence is no news to the family that asked for it, and a day that is excused as a whole is none either.
  const forgiven = new Set(
    days.filter(({ day }) => day.status === 'absent' && day.excused).map(({ student }) => student),
  );
  const news = changed.filter(
    ({ student, status, excused }) => status === 'absent' && !excused && !forgiven.has(student),
  );
  const events = [
    ...absences(
      news.map(({ student, code }) => ({ id: student, code })),
      { date: save.date, classLabel: known.title, school: schoolFacts() },
    ),
    { type: REGISTER_TAKEN, payload: registerFacts(save, known.marks) },
  ];
  await publishEvents(client, events, auditInsert(trail, 2));
}

function registerFacts(save: SaveRegister, marks: Mark[]) {
  const count = (...states: string[]) => marks.filter(({ status }) => states.includes(status)).length;
  return {
    classroomId: save.class.kind === 'classroom' ? save.class.id : null,
    date: save.date,
    present: count('present', 'left_early'),
    absent: count('absent'),
    late: count('late'),
  };
}

type Trail = { save: SaveRegister; id: string; changed: Mark[]; known: ReadForSave };

// The marks that changed, by pupil. Notes and reasons stay out: they tell why a child was ill.
function trailOf({ save, id, changed, known: { pupils, title } }: Trail): AuditEvent {
  const nameOf = (student: string) => {
    const pupil = pupils.get(student);
    return pupil ? `${pupil.display_name} (${pupil.admission_number})` : student;
  };
  const lesson = save.class.period > 0 ? ` (${save.class.period})` : '';
  return {
    category: 'change',
    action: 'register.save',
    actor: save.actor ?? (save.userId === null ? { kind: 'system' } : { kind: 'user', id: save.userId }),
    subject: { collection: 'attendance-registers', id, label: `${title}${lesson}, ${save.date}` },
    before: Object.fromEntries(
      changed.map(({ student }) => [nameOf(student), pupils.get(student)?.code ?? null]),
    ),
    after: Object.fromEntries(changed.map(({ student, code }) => [nameOf(student), code])),
  };
}
