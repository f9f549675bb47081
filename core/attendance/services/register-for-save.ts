import { AppError } from '../../kernel/index.ts';
import type { AuditEvent } from '../../observability/index.ts';
import { prepared, type Queryable } from '../../tenancy/index.ts';
import { LOCK_PUPILS, readForSave } from '../sql/register.ts';
import type { DayMark, DayRule, MarkStatus } from './day-rule.ts';
import { ruleOf } from './derive-days.ts';
import type { PupilRow } from './register.ts';
import type { ClassRef } from './register-access.ts';

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

/** A mark of the register with what its code means. */
export type Mark = {
  student: string;
  code: string;
  status: MarkStatus;
  excused: boolean;
  minutes: number | null;
  note: string | null;
};

/** A pupil of the register as it was saved before, with the day and what the other registers of the day say. */
export type PupilForSave = PupilRow & {
  status: MarkStatus | null;
  classroom_id: string | null;
  day: { status: MarkStatus; excused: boolean } | null;
  others: (DayMark & { classroom: string | null })[] | null;
};

export type ReadForSave = {
  marks: Mark[];
  pupils: Map<string, PupilForSave>;
  /** Of the class. */
  title: string;
  /** The school counts absences against thresholds. */
  counts: boolean;
  /** The school's rule, where it chose one. */
  rule: DayRule | undefined;
  /** Of the register as it is saved now; 0 for none. */
  revision: number;
};

/**
 * Locks the pupils of the marks until the transaction ends and reads what saving their marks needs. Throws
 * register.class_unknown, register.student_not_in_class, register.code_unknown, and register.term_closed unless the person may change closed terms.
 */
export async function readUnderLock(client: Queryable, save: SaveRegister): Promise<ReadForSave> {
  await client.query(prepared(LOCK_PUPILS, [save.marks.map(({ student }) => student)]));
  const { rows } = await client.query(
    prepared(readForSave(save.class.kind), [save.class.id, save.date, save.class.period]),
  );
  const { pupils: read, codes: said, title, rule, counts, closed_term: closed, revision } = rows[0];
  if (title === null) throw new AppError('register.class_unknown');
  const pupils = new Map(((read ?? []) as PupilForSave[]).map((pupil) => [pupil.id, pupil]));
  const strangers = new Set(save.marks.map(({ student }) => student).filter((id) => !pupils.has(id)));
  if (strangers.size > 0) throw new AppError('register.student_not_in_class', { count: strangers.size });
  const codes = new Map(((said ?? []) as Code[]).map((code) => [code.code, code]));
  const unique = new Map(save.marks.map((mark) => [mark.student, mark]));
  const marks = [...unique.values()].map((mark) =>
    markOf(mark, codes, pupils.get(mark.student)?.excused === true),
  );
  if (closed && !save.mayReopen)
    throw new AppError('register.term_closed', { term: closed, date: save.date });
  return {
    marks,
    pupils,
    title,
    counts,
    rule: rule ? ruleOf(rule) : undefined,
    revision: Number(revision ?? 0),
  };
}

type Code = { code: string; status: MarkStatus; excused: boolean; minutes: number | null };

// What a family was excused for is excused, whoever takes the register and whether they know.
function markOf(mark: SaveRegister['marks'][number], codes: Map<string, Code>, isExcused: boolean): Mark {
  const said = codes.get(mark.code);
  if (!said) throw new AppError('register.code_unknown', { code: mark.code });
  const forgiving =
    isExcused && said.status === 'absent' && !said.excused
      ? [...codes.values()].find(({ status, excused }) => status === 'absent' && excused)
      : undefined;
  const { code, status, excused, minutes } = forgiving ?? said;
  const hasMinutes = status === 'late' || status === 'left_early';
  return {
    student: mark.student,
    code,
    status,
    excused,
    minutes: mark.minutes ?? (hasMinutes ? minutes : null),
    note: mark.note?.trim() || null,
  };
}
