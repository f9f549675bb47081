import type pg from 'pg';
import { publishEvents } from '../../jobs/index.ts';
import { type AuditEvent, recordAudit } from '../../observability/index.ts';
import { inTransaction, type Queryable } from '../../tenancy/index.ts';
import { calculateMark } from '../calculate/calculate.ts';
import type { Trace } from '../calculate/types.ts';
import { SHARE_SHEETS } from '../sql/periods.ts';
import { HIDE_TERM_MARKS, KEEP_PUBLICATIONS, SHOW_ASSESSMENTS, UPSERT_TERM_MARKS } from '../sql/publish.ts';
import { HOLD_SHEETS, SHEET_ASSESSMENTS, SHEET_PUPILS, SHEET_RESULTS } from '../sql/sheet.ts';
import { type Graded, type Grading, loadGrading } from './grading.ts';
import { periodsOf, type TermTree, termsInside, termTreeOf } from './periods.ts';
import { assessmentOf, cellsOf, marksByPupil, type ResultRow, type SheetAssessment } from './sheet-rows.ts';
import type { SheetState } from './sheet-states.ts';

export type PublishTerm = {
  termId: string;
  /** All lesson groups of the term that have assessments, by default. */
  offeringIds?: readonly string[];
  actor: AuditEvent['actor'];
  /** The classes the person may open. */
  classIds: string[] | 'all';
  onProgress?: (done: number, total: number) => void;
};
export type SkippedSheet = {
  offeringId: string;
  title: string;
  reason: 'notApproved' | 'periodsOpen' | 'published' | 'missingMarks' | 'termStands';
  /** With missingMarks: how many. */
  emptyCells?: number;
};
export type PublishedTerm = { sheets: number; marks: number; skipped: SkippedSheet[] };

/** The results of a lesson group for a term can be seen by families. */
export const RESULTS_PUBLISHED = 'results.published';

export type Group = Graded & { title: string; subjectId: string };

// Lesson groups in one transaction: some 750 pupils, a statement of a megabyte, locks for a fraction of a second. 1,000
// groups (2,500 pupils, ten subjects, 150,000 results) took 7.4 s on two cores.
export const CHUNK = 25;

/**
 * Publishes the marks of lesson groups for a term: reckons the mark of every pupil, writes them in multi-row SQL, shows the
 * results to families, keeps the publication for the history and tells the add-ons, some lesson groups a transaction. What
 * needs approval and has none is skipped and named, and so is what is made of grading periods that are not published yet, or
 * is published already; so a run that was cut off is simply started again.
 */
export async function publishTerm(pool: pg.Pool, publish: PublishTerm): Promise<PublishedTerm> {
  const { tree } = await termTreeOf(pool, publish.termId);
  const groups = await groupsOf(pool, publish, [tree.id, ...termsInside(tree)]);
  const done: PublishedTerm = { sheets: 0, marks: 0, skipped: [] };
  for (let from = 0; from < groups.length; from += CHUNK) {
    const chunk = groups.slice(from, from + CHUNK);
    const part = await inTransaction(pool, (client) => publishChunk(client, chunk, publish, tree));
    done.sheets += part.sheets;
    done.marks += part.marks;
    done.skipped.push(...part.skipped);
    publish.onProgress?.(Math.min(from + CHUNK, groups.length), groups.length);
  }
  return done;
}

/** The lesson groups of a publication with assessments in the term or a term inside it, by title. */
export async function groupsOf(pool: Queryable, publish: PublishTerm, terms: string[]): Promise<Group[]> {
  const { offeringIds, classIds } = publish;
  const { rows } = await pool.query(
    `select o.id, o.title, o.subject_id, o.academic_year_id, s.subject_group, c.grade_level_id
       from class_offerings o
       join subjects s on s.id = o.subject_id
       left join classrooms c on c.id = o.classroom_id
      where exists (select from exams e where e.class_offering_id = o.id and e.term_id = any($1::uuid[]))
        and ($2::uuid[] is null or o.id = any($2)) and ($3::uuid[] is null or o.id = any($3))
      order by o.title, o.id`,
    [terms, offeringIds ?? null, classIds === 'all' ? null : classIds],
  );
  return rows.map((row) => ({
    id: row.id,
    title: row.title,
    subjectId: row.subject_id,
    academicYearId: row.academic_year_id,
    subjectGroup: row.subject_group ?? undefined,
    gradeLevelId: row.grade_level_id ?? undefined,
  }));
}

/** Publishes some lesson groups in the caller's transaction; see publishTerm. */
export async function publishChunk(
  client: Queryable,
  chunk: Group[],
  { termId, actor }: PublishTerm,
  tree: TermTree,
): Promise<PublishedTerm> {
  const { rows: held } = await client.query(HOLD_SHEETS, [chunk.map(({ id }) => id), termId]);
  const states = new Map(held.map((row) => [row.class_offering_id as string, row.state as SheetState]));
  const grading = await loadGrading(client, chunk);
  const work = await readWork(client, chunk, tree);
  const open = await openPeriods(client, chunk, tree, work);
  const skipped = chunk.flatMap((group) =>
    skip(group, states.get(group.id), grading.get(group.id), open.has(group.id)),
  );
  const left = new Set(skipped.map(({ offeringId }) => offeringId));
  const groups = chunk.filter(({ id }) => !left.has(id));
  if (groups.length === 0) return { sheets: 0, marks: 0, skipped };
  const ids = groups.map(({ id }) => id);
  const marks = await reckon(client, groups, grading, tree, work);
  await client.query(HIDE_TERM_MARKS, [ids, termId]);
  await client.query(UPSERT_TERM_MARKS, [JSON.stringify(marks.map((mark) => rowOf(mark, termId)))]);
  await client.query(SHOW_ASSESSMENTS, [ids, termId]);
  await client.query(
    `update grade_sheets set state = 'published', published_at = now() where class_offering_id = any($1) and term_id = $2`,
    [ids, termId],
  );
  await client.query(KEEP_PUBLICATIONS, [
    JSON.stringify(publications(groups, grading, marks, termId, actor)),
  ]);
  await publishEvents(
    client,
    groups.map((group) => ({
      type: RESULTS_PUBLISHED,
      payload: {
        classOfferingId: group.id,
        subjectId: group.subjectId,
        termId,
        pupils: marks.filter((mark) => mark.group.id === group.id).length,
      },
    })),
  );
  await recordAudit(client, {
    category: 'change',
    action: 'marks.publish',
    actor,
    subject: { collection: 'term-marks', id: termId, label: groups.map(({ title }) => title).join(', ') },
    details: { marks: marks.length },
  });
  return { sheets: groups.length, marks: marks.length, skipped };
}

function skip(
  group: Group,
  state: SheetState | undefined,
  grading: Grading | undefined,
  hasOpenPeriods: boolean,
): SkippedSheet[] {
  const named = { offeringId: group.id, title: group.title };
  if (state === 'published') return [{ ...named, reason: 'published' }];
  if (grading?.needsApproval && state !== 'approved') return [{ ...named, reason: 'notApproved' }];
  return hasOpenPeriods ? [{ ...named, reason: 'periodsOpen' }] : [];
}

/** The assessments of a lesson group in the term and in each of its periods. */
type Work = (offering: string, term: string) => SheetAssessment[];

async function readWork(client: Queryable, groups: Group[], tree: TermTree): Promise<Work> {
  const terms = [tree.id, ...termsInside(tree)];
  const { rows } = await client.query(SHEET_ASSESSMENTS, [groups.map(({ id }) => id), terms]);
  const ofSheet = Map.groupBy(rows, (row) => `${row.class_offering_id}:${row.term_id}`);
  return (offering, term) => (ofSheet.get(`${offering}:${term}`) ?? []).map(assessmentOf);
}

// Lesson groups with work in a period that is not published: its marks could still change under the mark made of them.
async function openPeriods(
  client: Queryable,
  groups: Group[],
  { periods }: TermTree,
  work: Work,
): Promise<Set<string>> {
  if (periods.length === 0) return new Set();
  const ids = groups.map(({ id }) => id);
  const { rows } = await client.query(SHARE_SHEETS, [ids, periods.map(({ id }) => id)]);
  const published = new Set(
    rows.flatMap((row) => (row.state === 'published' ? [`${row.class_offering_id}:${row.term_id}`] : [])),
  );
  const isOpen = (group: string, period: TermTree) =>
    [period.id, ...termsInside(period)].some((term) => work(group, term).length > 0) &&
    !published.has(`${group}:${period.id}`);
  return new Set(ids.filter((id) => periods.some((period) => isOpen(id, period))));
}

type Reckoned = { group: Group; student: string; trace: Trace };

async function reckon(
  client: Queryable,
  groups: Group[],
  gradingOf: Map<string, Grading>,
  tree: TermTree,
  work: Work,
): Promise<Reckoned[]> {
  const ids = groups.map(({ id }) => id);
  const terms = [tree.id, ...termsInside(tree)];
  const examIds = ids.flatMap((id) => terms.flatMap((term) => work(id, term).map((exam) => exam.id)));
  const pupils = await client.query(SHEET_PUPILS, [ids, tree.id]);
  const results = await client.query(SHEET_RESULTS, [examIds]);
  const pupilsOf = Map.groupBy(pupils.rows, (row) => row.class_offering_id as string);
  const resultsOf = Map.groupBy(results.rows as ResultRow[], (row) => row.exam_id);
  return groups.flatMap((group) => {
    const grading = gradingOf.get(group.id);
    if (!grading) return [];
    const assessments = work(group.id, tree.id);
    const periods = periodsOf(tree, (term) => work(group.id, term));
    const all = terms.flatMap((term) => work(group.id, term));
    const marks = marksByPupil(cellsOf(all.flatMap(({ id }) => resultsOf.get(id) ?? [])));
    const { ownWeightHundredths } = tree;
    return (pupilsOf.get(group.id) ?? []).map((pupil) => ({
      group,
      student: pupil.id as string,
      trace: calculateMark({
        ...grading,
        assessments,
        periods,
        ...(ownWeightHundredths === undefined ? {} : { ownWeightHundredths }),
        marks: marks.get(pupil.id) ?? [],
      }),
    }));
  });
}

// What is incomplete or exempt has no mark; the way it was reckoned so far is kept beside it.
function rowOf({ group, student, trace }: Reckoned, termId: string): Record<string, unknown> {
  const isMarked = trace.status === 'marked';
  return {
    student_id: student,
    class_offering_id: group.id,
    subject_id: group.subjectId,
    term_id: termId,
    academic_year_id: group.academicYearId,
    status: trace.status,
    percent_hundredths: isMarked ? trace.percentHundredths : null,
    label: isMarked ? trace.label : null,
    label_ar: isMarked ? trace.labelAr : null,
    gpa_hundredths: isMarked ? trace.gpaHundredths : null,
    passes: isMarked ? trace.passes : null,
    formula: trace,
  };
}

function publications(
  groups: Group[],
  grading: Map<string, Grading>,
  marks: Reckoned[],
  termId: string,
  actor: AuditEvent['actor'],
): Record<string, unknown>[] {
  const ofGroup = Map.groupBy(marks, (mark) => mark.group.id);
  return groups.map(({ id }) => ({
    class_offering_id: id,
    term_id: termId,
    published_by: actor.id,
    published_label: actor.label,
    rules: { ...grading.get(id)?.rules, categories: grading.get(id)?.categories },
    marks: (ofGroup.get(id) ?? []).map(({ student, trace }) => ({
      student,
      status: trace.status,
      percent: trace.percentHundredths,
      label: trace.label,
      passes: trace.passes,
    })),
  }));
}
