import type pg from 'pg';
import { queueGuardianMail } from '../../communication/index.ts';
import type { EventHandler } from '../../jobs/index.ts';
import { fill, type Letter } from './letter.ts';
import { EXCUSE_DECIDED, THRESHOLD_REACHED } from './threshold-events.ts';

const SOURCE = 'attendance';

const DECIDED = {
  en: {
    accepted: 'The excuse for {pupil} was accepted',
    declined: 'The excuse for {pupil} was not accepted',
    text: 'It was about {first} to {last}.',
  },
  ar: {
    accepted: 'قُبل عذر الطالب {pupil}',
    declined: 'لم يُقبل عذر الطالب {pupil}',
    text: 'وهو عن الفترة من {first} إلى {last}.',
  },
} as const;

/** Mails families what their school decided: a warning letter, or the answer to an excuse. Each once, whatever is retried. */
export function familyMails({ pool }: { pool: pg.Pool }): EventHandler {
  return {
    name: 'attendance-family-mails',
    handles: (type) => type === THRESHOLD_REACHED || type === EXCUSE_DECIDED,
    run: ({ id, type, payload }) =>
      type === THRESHOLD_REACHED
        ? mailWarning(pool, id, String(payload.reachedId))
        : mailDecision(pool, id, String(payload.excuseId)),
  };
}

// A letter that was withdrawn before its mail left is not sent.
async function mailWarning(pool: pg.Pool, event: string, reachedId: string): Promise<void> {
  const { rows } = await pool.query(
    `select w.letter, w.student_id as student, g.id as guardian, g.language
       from attendance_steps_reached w
       join attendance_threshold_steps t on t.id = w.step_id and t.mail_guardians
       join student_guardians l on l.student_id = w.student_id and l.email_allowed and l.may_see_records
       join guardians g on g.id = l.guardian_id and g.active and g.email is not null
      where w.id = $1 and w.withdrawn_at is null`,
    [reachedId],
  );
  for (const row of rows) {
    const { title, paragraphs } = (row.letter as Letter)[row.language as 'en' | 'ar'];
    await queueGuardianMail(pool, {
      source: SOURCE,
      idempotencyKey: `${event}:${row.guardian}`,
      guardianId: row.guardian,
      studentId: row.student,
      subject: title,
      body: paragraphs.join('\n\n'),
      language: row.language,
    });
  }
}

async function mailDecision(pool: pg.Pool, event: string, excuseId: string): Promise<void> {
  const { rows } = await pool.query(
    `select x.status, x.first_date, x.last_date, x.decision_note, x.student_id as student, g.id as guardian, g.language,
            s.display_name, s.display_name_ar
       from attendance_excuses x
       join students s on s.id = x.student_id
       join student_guardians l on l.student_id = x.student_id and l.guardian_id = x.guardian_id and l.email_allowed
       join guardians g on g.id = x.guardian_id and g.active and g.email is not null
      where x.id = $1 and x.status <> 'pending'`,
    [excuseId],
  );
  const [row] = rows;
  if (row === undefined) return;
  const language = row.language as 'en' | 'ar';
  const texts = DECIDED[language];
  const pupil = language === 'ar' ? (row.display_name_ar ?? row.display_name) : row.display_name;
  const facts = { pupil, first: row.first_date, last: row.last_date };
  await queueGuardianMail(pool, {
    source: SOURCE,
    idempotencyKey: event,
    guardianId: row.guardian,
    studentId: row.student,
    subject: fill(row.status === 'accepted' ? texts.accepted : texts.declined, facts),
    body: [fill(texts.text, facts), row.decision_note].filter(Boolean).join('\n\n'),
    language,
  });
}
