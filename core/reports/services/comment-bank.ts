import type pg from 'pg';
import { AppError } from '../../kernel/index.ts';
import { recordAudit } from '../../observability/index.ts';
import { inTransaction, type Queryable } from '../../tenancy/index.ts';
import type { Actor } from './card-steps.ts';

export type BankLevel = 'excellent' | 'good' | 'fair' | 'weak';
export type BankComment = {
  id: string;
  kind: 'subject' | 'overall';
  /** Null for every subject. */
  subject: string | null;
  level: BankLevel;
  en: string;
  ar: string;
};
export type NewBankComment = Omit<BankComment, 'id'> & { id: string | null };

/** The sentences of the school; for one subject its own and those of every subject. */
export async function readBank(database: Queryable): Promise<BankComment[]> {
  const { rows } = await database.query(
    `select id, kind, subject_id as subject, level, text_en as en, text_ar as ar from comment_bank
      order by kind desc, array_position(array['excellent','good','fair','weak'], level), sort, created_at, id`,
  );
  return rows as BankComment[];
}

/** Adds or changes one sentence. Throws resource.not_found for one that is gone. */
export async function saveBankComment(
  pool: pg.Pool,
  comment: NewBankComment,
  actor: Actor,
): Promise<BankComment[]> {
  const values = [
    comment.kind,
    comment.kind === 'subject' ? comment.subject : null,
    comment.level,
    comment.en,
    comment.ar,
  ];
  await inTransaction(pool, async (client) => {
    const { rows } =
      comment.id === null
        ? await client.query(
            `insert into comment_bank (kind, subject_id, level, text_en, text_ar) values ($1, $2, $3, $4, $5) returning id`,
            values,
          )
        : await client.query(
            `update comment_bank set kind = $1, subject_id = $2, level = $3, text_en = $4, text_ar = $5, updated_at = now()
              where id = $6 returning id`,
            [...values, comment.id],
          );
    if (!rows[0]) throw new AppError('resource.not_found');
    await recordAudit(client, {
      category: 'change',
      action: 'comment_bank.save',
      actor,
      subject: { collection: 'comment-bank', id: rows[0].id },
      after: comment,
    });
  });
  return readBank(pool);
}

/** Takes a sentence out; what was written with it stays as it is. */
export async function removeBankComment(pool: pg.Pool, id: string, actor: Actor): Promise<BankComment[]> {
  await inTransaction(pool, async (client) => {
    const { rows } = await client.query(
      'delete from comment_bank where id = $1 returning text_en as en, text_ar as ar',
      [id],
    );
    if (!rows[0]) throw new AppError('resource.not_found');
    await recordAudit(client, {
      category: 'change',
      action: 'comment_bank.remove',
      actor,
      subject: { collection: 'comment-bank', id },
      before: rows[0],
    });
  });
  return readBank(pool);
}

/** The sentences a school can start with. Adds those it does not have. */
export async function fillBank(pool: pg.Pool, actor: Actor): Promise<BankComment[]> {
  await inTransaction(pool, async (client) => {
    const { rowCount } = await client.query(
      `insert into comment_bank (kind, level, text_en, text_ar, sort)
       select c.kind, c.level, c.en, c.ar, c.sort
         from jsonb_to_recordset($1::jsonb) as c(kind text, level text, en text, ar text, sort int)
        where not exists (select from comment_bank b where b.kind = c.kind and b.level = c.level and b.text_en = c.en)`,
      [JSON.stringify(STARTERS.map((starter, sort) => ({ ...starter, sort })))],
    );
    await recordAudit(client, {
      category: 'change',
      action: 'comment_bank.fill',
      actor,
      subject: { collection: 'comment-bank' },
      details: { count: rowCount ?? 0 },
    });
  });
  return readBank(pool);
}

const STARTERS: Omit<BankComment, 'id' | 'subject'>[] = [
  {
    kind: 'subject',
    level: 'excellent',
    en: '{name} has mastered the material of this term. {He|She|The student} takes part in every lesson and helps others.',
    ar: '{أتقن|أتقنت} {name} مادة هذا الفصل، و{يشارك|تشارك} في كل حصة و{يساعد زملاءه|تساعد زميلاتها}.',
  },
  {
    kind: 'subject',
    level: 'good',
    en: '{name} works steadily and understands the main ideas. More practice at home will make {him|her|the student} surer.',
    ar: '{يعمل|تعمل} {name} بانتظام و{يفهم|تفهم} الأفكار الرئيسة، ومزيد من التدريب في المنزل سيزيد من {ثقته|ثقتها} بما {تعلّمه|تعلّمته}.',
  },
  {
    kind: 'subject',
    level: 'fair',
    en: '{name} reached the basic goals. {He|She|The student} should ask when something is not clear and finish homework on time.',
    ar: '{حقق|حققت} {name} الأهداف الأساسية، و{عليه|عليها} أن {يسأل|تسأل} عند عدم الفهم وأن {ينجز|تنجز} الواجبات في وقتها.',
  },
  {
    kind: 'subject',
    level: 'weak',
    en: '{name} needs help with the basics of this term. We ask the family to meet the teacher.',
    ar: '{يحتاج|تحتاج} {name} إلى دعم في أساسيات هذا الفصل، ونرجو من الأسرة مقابلة المعلم.',
  },
  {
    kind: 'overall',
    level: 'excellent',
    en: '{name} has had an outstanding term. {His|Her|The} effort and good manners are an example to the class.',
    ar: '{تميّز|تميّزت} {name} هذا الفصل، و{اجتهاده وخلقه|اجتهادها وخلقها} قدوة للصف كله.',
  },
  {
    kind: 'overall',
    level: 'good',
    en: 'A good term. {name} is polite, comes prepared and gets on well with others.',
    ar: 'فصل جيد، فقد {كان|كانت} {name} {مهذبًا ومستعدًا|مهذبة ومستعدة} للدروس، و{علاقته بزملائه|علاقتها بزميلاتها} طيبة.',
  },
  {
    kind: 'overall',
    level: 'fair',
    en: '{name} can do more. Regular attendance and a fixed time for homework would help {him|her|the student} most.',
    ar: '{يستطيع|تستطيع} {name} تقديم الأفضل، والانتظام في الحضور وتخصيص وقت ثابت للواجبات هو ما {يفيده|يفيدها} أكثر.',
  },
  {
    kind: 'overall',
    level: 'weak',
    en: 'This term was hard for {name}. We would like to agree on a plan of support with the family.',
    ar: 'كان هذا الفصل صعبًا على {name}، ونود أن نتفق مع الأسرة على خطة للدعم.',
  },
];
