import type pg from 'pg';
import { AppError, plainDateIn } from '../../kernel/index.ts';
import { recordAudit } from '../../observability/index.ts';
import type { Storage } from '../../storage/index.ts';
import { inTransaction, isPlainDate, type Queryable, requireTenant } from '../../tenancy/index.ts';
import { LATEST_PLACES } from '../sql/snapshot-rows.ts';
import type { Actor } from './card-steps.ts';
import { newCheckCode, takeNumbers, verifyAddress } from './issue-numbers.ts';
import { currentLetterhead } from './letterhead.ts';
import { PAPER_TEMPLATES } from './paper-templates.ts';
import { bothOf, pupilOf, textOf } from './read-pupils.ts';
import { transcriptsOf } from './transcripts.ts';
import type { Both, Conduct, PaperKind, PaperSnapshot } from './types.ts';

export type NewPapers = {
  kind: PaperKind;
  students: string[];
  /** Of a leaving certificate. */
  leftOn?: string | undefined;
  reason?: Partial<Both> | undefined;
  conduct?: Conduct | undefined;
  addressee?: string | undefined;
  actor: Actor;
};

export type IssuedPaper = { id: string; student: string; kind: PaperKind; number: string };

/**
 * Issues one paper to each pupil, frozen as of now, in the order given. Throws reports.pupil_unknown, reports.no_transcript for
 * a pupil without a published card, reports.grade_unknown for a completion without a grade, and request.invalid.
 */
export async function issuePapers(
  pool: pg.Pool,
  storage: Storage,
  papers: NewPapers,
): Promise<IssuedPaper[]> {
  if (papers.kind === 'leaving' && !isPlainDate(papers.leftOn))
    throw new AppError('request.invalid', { reason: 'leftOn is no date' });
  const school = await currentLetterhead(pool, storage);
  const issuedOn = plainDateIn(requireTenant().timeZone, Date.now());
  return inTransaction(pool, async (client) => {
    const students = [...new Set(papers.students)];
    const contents = await contentsOf(client, papers, students);
    const numbers = await takeNumbers(client, papers.kind, {
      year: issuedOn.slice(0, 4),
      count: students.length,
    });
    const rows = contents.map((content, index) => {
      const issue = { number: numbers[index] ?? '', checkCode: newCheckCode() };
      const snapshot: PaperSnapshot = {
        schema: 1,
        kind: papers.kind,
        ...issue,
        code: verifyAddress(issue),
        issuedOn,
        school,
        ...content,
      };
      return {
        student_id: students[index],
        number: issue.number,
        check_code: issue.checkCode,
        snapshot,
      };
    });
    const made = await client.query(
      `insert into issued_papers (student_id, kind, number, check_code, template, snapshot, issued_by)
       select p.student_id, $2, p.number, p.check_code, $3, p.snapshot, $4
         from jsonb_to_recordset($1::jsonb) as p(student_id uuid, number text, check_code text, snapshot jsonb)
       returning id, student_id as student, kind, number`,
      [
        JSON.stringify(rows),
        papers.kind,
        PAPER_TEMPLATES[papers.kind],
        papers.actor.label ?? papers.actor.kind,
      ],
    );
    await recordAudit(client, {
      category: 'export',
      action: `papers.issue_${papers.kind}`,
      actor: papers.actor,
      subject: { collection: 'issued-papers', ...(students.length === 1 ? { id: made.rows[0].id } : {}) },
      details: { count: students.length, numbers: [numbers[0], numbers.at(-1)] },
    });
    const order = new Map(students.map((id, index) => [id, index]));
    return (made.rows as IssuedPaper[]).toSorted(
      (a, b) => (order.get(a.student) ?? 0) - (order.get(b.student) ?? 0),
    );
  });
}

type Content = Omit<
  PaperSnapshot,
  'schema' | 'kind' | 'number' | 'checkCode' | 'code' | 'issuedOn' | 'school'
>;

async function contentsOf(client: Queryable, papers: NewPapers, students: string[]): Promise<Content[]> {
  const { rows } = await client.query(LATEST_PLACES, [students]);
  const placeOf = new Map(rows.map((row) => [String(row.id), row]));
  const strangers = students.filter((id) => !placeOf.has(id)).length;
  if (strangers > 0) throw new AppError('reports.pupil_unknown', { count: strangers });
  const transcripts = papers.kind === 'transcript' ? await transcriptsOf(client, students) : undefined;
  return students.map((id) => {
    const row = placeOf.get(id) ?? {};
    const content: Content = {
      pupil: pupilOf(row),
      year: textOf(row.year) ?? null,
      grade: bothOf(row.grade, row.grade_ar),
      classroom: bothOf(row.classroom, row.classroom_ar),
    };
    if (papers.kind === 'id_card') content.validUntil = textOf(row.year_end) ?? null;
    if (papers.kind === 'completion' && content.grade === null)
      throw new AppError('reports.grade_unknown', { pupil: content.pupil.name.en });
    if (papers.kind === 'leaving') {
      if (papers.leftOn) content.leftOn = papers.leftOn;
      if (papers.reason) content.reason = papers.reason;
      if (papers.conduct) content.conduct = papers.conduct;
    }
    if (papers.addressee && papers.kind !== 'id_card') content.addressee = papers.addressee;
    if (transcripts) {
      const transcript = transcripts.get(id);
      if (!transcript) throw new AppError('reports.no_transcript', { pupil: content.pupil.name.en });
      Object.assign(content, transcript);
    }
    return content;
  });
}

/** The papers that were issued to a pupil, newest first. */
export async function listPapers(database: Queryable, student: string) {
  const { rows } = await database.query(
    `select id, kind, number, state, withdrawn_reason as reason, issued_by as by, created_at as at
       from issued_papers where student_id = $1 order by created_at desc, id limit 200`,
    [student],
  );
  return rows.map((row) => ({ ...row, at: new Date(row.at).toISOString() }));
}

/** Takes a paper back, with the reason. Throws resource.not_found for one that is not there or was taken back before. */
export async function withdrawPaper(
  pool: pg.Pool,
  { paper, reason, actor }: { paper: string; reason: string; actor: Actor },
): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { rows } = await client.query(
      "update issued_papers set state = 'withdrawn', withdrawn_reason = $2 where id = $1 and state = 'issued' returning number",
      [paper, reason],
    );
    if (!rows[0]) throw new AppError('resource.not_found');
    await recordAudit(client, {
      category: 'change',
      action: 'papers.withdraw',
      actor,
      subject: { collection: 'issued-papers', id: paper, label: rows[0].number },
      details: { reason },
    });
  });
}
