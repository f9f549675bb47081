import type pg from 'pg';
import { AppError } from '../../kernel/index.ts';
import { recordAudit } from '../../observability/index.ts';
import type { Storage } from '../../storage/index.ts';
import { inTransaction, type Queryable } from '../../tenancy/index.ts';
import { applyDecision } from './decide-excuse.ts';
import { type ExcuseChannel, type ExcuseContent, insertExcuse, keepFile } from './submit-excuse.ts';

export type EnteredExcuse = ExcuseContent & { channel: ExcuseChannel };

/**
 * Enters an excuse that a guardian gave by telephone or on paper, accepted at once: its days are excused as by a decision.
 * The trail tells who entered it, for whom and how it came, because nobody handed it in here; why a child was away is in the
 * excuse alone. Throws
 * excuse.guardian_unknown for one who is not the pupil's, and what `submitExcuse` and `decideExcuse` throw.
 */
export async function enterExcuse(
  pool: pg.Pool,
  storage: () => Storage,
  excuse: EnteredExcuse,
): Promise<{ id: string; changedMarks: number }> {
  const file = await keepFile(storage, excuse);
  return inTransaction(pool, async (client) => {
    const guardian = await guardianOf(client, excuse);
    const { id, name } = await insertExcuse(client, excuse, file);
    const { changedMarks } = await applyDecision(client, {
      id,
      accept: true,
      note: undefined,
      userId: excuse.userId,
      actor: excuse.actor,
    });
    await recordAudit(client, {
      category: 'change',
      action: 'excuse.enter',
      actor: excuse.actor,
      subject: { collection: 'students', id: excuse.student, label: name },
      after: {
        status: 'accepted',
        firstDate: excuse.firstDate,
        lastDate: excuse.lastDate,
        channel: excuse.channel,
        onBehalfOf: guardian ?? null,
        file: file?.name ?? null,
        changedMarks,
      },
    });
    return { id, changedMarks };
  });
}

/** The guardians of a pupil, in the order in which the school calls them. */
export async function guardiansOf(
  client: Queryable,
  student: string,
): Promise<{ id: string; name: string; nameAr: string | null }[]> {
  const { rows } = await client.query(
    `select g.id, g.display_name, g.display_name_ar
       from student_guardians l join guardians g on g.id = l.guardian_id
      where l.student_id = $1 order by l.contact_order, g.display_name, g.id`,
    [student],
  );
  return rows.map((row) => ({ id: row.id, name: row.display_name, nameAr: row.display_name_ar }));
}

async function guardianOf(client: Queryable, excuse: EnteredExcuse): Promise<string | undefined> {
  if (excuse.guardianId === undefined) return undefined;
  const found = (await guardiansOf(client, excuse.student)).find(({ id }) => id === excuse.guardianId);
  if (!found) throw new AppError('excuse.guardian_unknown');
  return found.name;
}
