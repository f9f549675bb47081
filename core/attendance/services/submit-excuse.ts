import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { AppError, plainDateIn } from '../../kernel/index.ts';
import { type AuditEvent, recordAudit } from '../../observability/index.ts';
import { noteStoredFile, type Storage, storageKey } from '../../storage/index.ts';
import { inTransaction, type Queryable, requireTenant } from '../../tenancy/index.ts';
import { checkDate } from './register-access.ts';

/** How far back and ahead an excuse may reach, and how long it may be, in days. */
const REACH_DAYS = 120;
const LONGEST_DAYS = 60;
const FILE_LIMIT = 1_000_000;

const KINDS: readonly (readonly [name: string, type: string, first: readonly number[]])[] = [
  ['pdf', 'application/pdf', [0x25, 0x50, 0x44, 0x46]],
  ['png', 'image/png', [0x89, 0x50, 0x4e, 0x47]],
  ['jpg', 'image/jpeg', [0xff, 0xd8, 0xff]],
];

/** How an excuse came to the office, when it was not handed in here. */
export const EXCUSE_CHANNELS = ['phone', 'paper', 'visit', 'email'] as const;
export type ExcuseChannel = (typeof EXCUSE_CHANNELS)[number];

/** What an excuse is about. */
export type ExcuseContent = {
  student: string;
  firstDate: string;
  lastDate: string;
  reason: string;
  /** A PDF or a picture of at most 1 MB. */
  file?: { name: string; bytes: Uint8Array };
  guardianId?: string;
  userId: string | null;
  actor: AuditEvent['actor'];
};

export type NewExcuse = ExcuseContent & {
  /** The pupils whose excuses the person may hand in. */
  students: string[] | 'all';
};

/**
 * Hands in an excuse; the school decides about it. Throws excuse.student_unknown for a pupil who is not the person's,
 * excuse.dates_invalid, excuse.already_there for days with an open or accepted excuse, and excuse.file_invalid.
 */
export async function submitExcuse(
  pool: pg.Pool,
  storage: () => Storage,
  excuse: NewExcuse,
): Promise<{ id: string }> {
  const { student, firstDate, lastDate, students } = excuse;
  if (students !== 'all' && !students.includes(student)) throw new AppError('excuse.student_unknown');
  const file = await keepFile(storage, excuse);
  return inTransaction(pool, async (client) => {
    const { id, name } = await insertExcuse(client, excuse, file);
    // The reason stays out of the trail: it tells why a child was ill.
    await recordAudit(client, {
      category: 'change',
      action: 'excuse.submit',
      actor: excuse.actor,
      subject: { collection: 'students', id: student, label: name },
      after: { firstDate, lastDate, file: file?.name ?? null },
    });
    return { id };
  });
}

export type KeptFile = { key: string; name: string; bytes: number };

/** Checks the dates of an excuse and stores its file, if it has one, before the transaction. */
export async function keepFile(
  storage: () => Storage,
  { firstDate, lastDate, file }: Pick<ExcuseContent, 'firstDate' | 'lastDate' | 'file'>,
): Promise<KeptFile | undefined> {
  checkDates(firstDate, lastDate);
  return file === undefined ? undefined : storeFile(storage, file);
}

/** Writes an open excuse in the caller's transaction. Throws excuse.student_unknown and excuse.already_there. */
export async function insertExcuse(
  client: Queryable,
  excuse: ExcuseContent & { channel?: ExcuseChannel },
  file: KeptFile | undefined,
): Promise<{ id: string; name: string }> {
  const { student, firstDate, lastDate } = excuse;
  const { rows: pupils } = await client.query(
    'select display_name from students where id = $1 for no key update',
    [student],
  );
  if (!pupils[0]) throw new AppError('excuse.student_unknown');
  const { rows: others } = await client.query(
    `select from attendance_excuses
      where student_id = $1 and status <> 'declined' and first_date <= $3 and last_date >= $2 limit 1`,
    [student, firstDate, lastDate],
  );
  if (others.length > 0) throw new AppError('excuse.already_there');
  if (file) await noteStoredFile(client, { key: file.key, bytes: file.bytes });
  const { rows } = await client.query(
    `insert into attendance_excuses
       (student_id, guardian_id, submitted_by, first_date, last_date, reason, file_key, file_name, channel)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id`,
    [
      student,
      excuse.guardianId ?? null,
      excuse.userId,
      firstDate,
      lastDate,
      excuse.reason.trim(),
      file?.key ?? null,
      file?.name ?? null,
      excuse.channel ?? null,
    ],
  );
  return { id: rows[0].id, name: pupils[0].display_name };
}

function checkDates(first: string, last: string): void {
  checkDate(first);
  checkDate(last);
  const today = plainDateIn(requireTenant().timeZone, Date.now());
  const apart = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000;
  const isLong = apart(first, last) >= LONGEST_DAYS;
  if (last < first || isLong || Math.abs(apart(today, first)) > REACH_DAYS)
    throw new AppError('excuse.dates_invalid', { days: LONGEST_DAYS, reach: REACH_DAYS });
}

// What a file is, its first bytes say and not its name.
async function storeFile(
  storage: () => Storage,
  { name, bytes }: { name: string; bytes: Uint8Array },
): Promise<KeptFile> {
  const kind = KINDS.find(([, , first]) => first.every((byte, index) => bytes[index] === byte));
  if (kind === undefined || bytes.length > FILE_LIMIT)
    throw new AppError('excuse.file_invalid', { limitMb: FILE_LIMIT / 1_000_000 });
  const [ending, type] = kind;
  const key = storageKey(requireTenant().id, 'excuses', randomBytes(16).toString('hex'));
  await storage().put(key, bytes, type);
  const plain =
    name
      .replace(/[\p{Cc}/\\]/gu, '_')
      .replace(/\.[^.]*$/, '')
      .slice(0, 80) || 'excuse';
  return { key, name: `${plain}.${ending}`, bytes: bytes.length };
}
