import type pg from 'pg';
import { AppError } from '../../kernel/index.ts';
import { recordAudit } from '../../observability/index.ts';
import { inTransaction, type Queryable } from '../../tenancy/index.ts';
import { pupilsOfClassroomInTerm, pupilsOfOfferingInTerm, SAVE_COMMENTS } from '../sql/comments.ts';
import type { Actor } from './card-steps.ts';
import type { Conduct } from './types.ts';

/** Where comments are written: a homeroom says a word about the pupil, a lesson group about the subject. */
export type CommentPlace = { term: string; kind: 'classroom' | 'offering'; id: string };

export type CommentRow = {
  student: string;
  name: string;
  nameAr: string | null;
  givenName: string;
  givenNameAr: string | null;
  sex: 'male' | 'female' | null;
  en: string;
  ar: string;
  conduct: Conduct | null;
  /** 0 for none yet. */
  revision: number;
  /** The card is approved: what is written now reaches only the next version. */
  isFrozen: boolean;
};

export type NewComment = {
  student: string;
  en: string;
  ar: string;
  conduct: Conduct | null;
  revision: number;
};

/** The pupils of a homeroom or lesson group with what was said of them in a term. */
export async function readComments(database: Queryable, place: CommentPlace): Promise<CommentRow[]> {
  const sql = place.kind === 'classroom' ? pupilsOfClassroomInTerm : pupilsOfOfferingInTerm;
  const { rows } = await database.query(sql, [place.term, place.id]);
  return rows.map((row) => ({
    student: row.student_id,
    name: row.display_name,
    nameAr: row.display_name_ar,
    givenName: row.given_name,
    givenNameAr: row.given_name_ar,
    sex: row.sex === 'male' || row.sex === 'female' ? row.sex : null,
    en: row.text_en ?? '',
    ar: row.text_ar ?? '',
    conduct: row.conduct,
    revision: Number(row.revision ?? 0),
    isFrozen: row.is_frozen,
  }));
}

/**
 * Saves comments in one statement and answers all rows. Whoever saves over a newer comment of somebody else is told with
 * reports.comments_conflict and theirs; then nothing is saved. Throws reports.pupil_unknown for a pupil of another class.
 */
export async function saveComments(
  pool: pg.Pool,
  place: CommentPlace,
  { comments, userId, actor }: { comments: NewComment[]; userId: string | null; actor: Actor },
): Promise<CommentRow[]> {
  const known = new Set((await readComments(pool, place)).map(({ student }) => student));
  const strangers = comments.filter(({ student }) => !known.has(student)).length;
  if (strangers > 0) throw new AppError('reports.pupil_unknown', { count: strangers });
  await inTransaction(pool, async (client) => {
    const { rows } = await client.query(SAVE_COMMENTS, [
      place.term,
      place.kind === 'offering' ? place.id : null,
      JSON.stringify(
        place.kind === 'offering' ? comments.map((one) => ({ ...one, conduct: null })) : comments,
      ),
      userId,
    ]);
    if (rows.length < comments.length)
      throw new AppError(
        'reports.comments_conflict',
        { count: comments.length - rows.length },
        {
          data: await readComments(client, place),
        },
      );
    await recordAudit(client, {
      category: 'change',
      action: 'report_cards.comment',
      actor,
      subject: { collection: place.kind === 'offering' ? 'class-offerings' : 'classrooms', id: place.id },
      details: { term: place.term, count: comments.length },
    });
  });
  return readComments(pool, place);
}
