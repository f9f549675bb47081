import { type CellValue, cellText, parseCell, sameCell } from '../../../core/gradebook/browser.ts';
import type { CellConflict, CellProblemCode, Sheet } from '../../../core/gradebook/index.ts';

/** A column of the grid: an assessment, or its re-sit. */
export type Column = {
  key: string;
  exam: string;
  attempt: number;
  title: string;
  maxHundredths: number | undefined;
  date: string | undefined;
  categoryId: string | undefined;
  isPublished: boolean;
  hasRubric?: boolean;
};
export type Problem = CellProblemCode | 'notAMark' | 'tooPrecise' | 'tooHigh';
/** What was typed and is not saved. `mark` is undefined for an empty cell and for text that is no mark. */
export type Draft = { text: string; mark?: CellValue; problem?: Problem };
/** By pupil and column, so that a row changes only when something in it does. */
export type Drafts = ReadonlyMap<string, ReadonlyMap<string, Draft>>;
export type Bases = ReadonlyMap<string, ReadonlyMap<string, CellValue>>;
export type CellRef = { student: string; column: string };
export type Edit = CellRef & { text: string };
type Change = CellRef & { before: Draft | undefined; after: Draft | undefined };
export type Conflicts = ReadonlyMap<string, CellConflict>;

/** An open grid: what the server has, what is typed, and what can be undone. */
export type Grid = {
  columns: Column[];
  bases: Bases;
  drafts: Drafts;
  conflicts: Conflicts;
  undo: Change[][];
  redo: Change[][];
};

const NO_DRAFTS: Drafts = new Map();
const STEPS_KEPT = 200;

/** The grid of a sheet as the server has it. */
export function openGrid(sheet: Sheet): Grid {
  const bases = new Map<string, Map<string, CellValue>>();
  for (const { student, exam, attempt, ...mark } of sheet.cells) {
    const row = bases.get(student) ?? new Map<string, CellValue>();
    row.set(columnKey(exam, attempt), mark);
    bases.set(student, row);
  }
  return { columns: columnsOf(sheet), bases, drafts: NO_DRAFTS, conflicts: new Map(), undo: [], redo: [] };
}

/** One column an assessment, and one more where it can be sat again or was. */
export function columnsOf(sheet: Pick<Sheet, 'assessments' | 'cells'>): Column[] {
  const satAgain = new Set(
    sheet.cells.filter(({ attempt }) => attempt > 1).map(({ exam, attempt }) => columnKey(exam, attempt)),
  );
  return sheet.assessments.flatMap((assessment) => {
    const { id: exam, title, maxHundredths, date, resitDate, categoryId, publishedAt, rubric } = assessment;
    const attempts = [1, 2, 3].filter(
      (attempt) => attempt === 1 || (attempt === 2 && resitDate) || satAgain.has(columnKey(exam, attempt)),
    );
    return attempts.map((attempt) => ({
      key: columnKey(exam, attempt),
      exam,
      attempt,
      title,
      maxHundredths,
      date: attempt === 1 ? date : resitDate,
      categoryId,
      isPublished: publishedAt !== undefined,
      ...(attempt === 1 && rubric ? { hasRubric: true } : {}),
    }));
  });
}

export function columnKey(exam: string, attempt: number): string {
  return `${exam}:${attempt}`;
}

/** What a cell shows: what was typed, else what is saved; words for no score in the language of the reader. */
export function shownText(
  base: CellValue | undefined,
  draft: Draft | undefined,
  language: 'en' | 'ar' = 'en',
): string {
  return draft?.problem ? draft.text : cellText(draft ? draft.mark : base, language);
}

/** What a cell counts as while it is edited; text that is no mark counts as what is saved. */
export function shownMark(base: CellValue | undefined, draft: Draft | undefined): CellValue | undefined {
  return draft && !draft.problem ? draft.mark : base;
}

/** Types into cells as one step that can be undone. Text that says what is saved already leaves no draft behind. */
export function applyEdits(grid: Grid, edits: readonly Edit[]): Grid {
  const maxOf = new Map(grid.columns.map(({ key, maxHundredths }) => [key, maxHundredths]));
  const changes = edits.flatMap(({ student, column, text }): Change[] => {
    if (!maxOf.has(column)) return [];
    const base = grid.bases.get(student)?.get(column);
    const before = grid.drafts.get(student)?.get(column);
    const after = draftOf(text, base, maxOf.get(column));
    return before?.text === after?.text && before?.problem === after?.problem
      ? []
      : [{ student, column, before, after }];
  });
  if (changes.length === 0) return grid;
  return {
    ...grid,
    drafts: withDrafts(
      grid.drafts,
      changes.map((change) => ({ ...change, draft: change.after })),
    ),
    undo: [...grid.undo, changes].slice(-STEPS_KEPT),
    redo: [],
  };
}

/** Takes the last step back. */
export function undo(grid: Grid): Grid {
  const step = grid.undo.at(-1);
  if (!step) return grid;
  return {
    ...grid,
    drafts: withDrafts(
      grid.drafts,
      step.map((change) => ({ ...change, draft: change.before })),
    ),
    undo: grid.undo.slice(0, -1),
    redo: [...grid.redo, step],
  };
}

/** Does again what was taken back last. */
export function redo(grid: Grid): Grid {
  const step = grid.redo.at(-1);
  if (!step) return grid;
  return {
    ...grid,
    drafts: withDrafts(
      grid.drafts,
      step.map((change) => ({ ...change, draft: change.after })),
    ),
    undo: [...grid.undo, step],
    redo: grid.redo.slice(0, -1),
  };
}

/** A block of text cells laid on the grid from one cell on; what hangs over its edge is counted and not written. */
export function pasteEdits(
  block: readonly (readonly string[])[],
  at: { row: number; column: number },
  students: readonly string[],
  columns: readonly Column[],
  selection?: { rows: number; columns: number },
): { edits: Edit[]; outside: number } {
  // One copied cell fills the whole selection, as in every spreadsheet.
  const [single] = block.length === 1 && block[0]?.length === 1 ? (block[0] ?? []) : [];
  const filled =
    single !== undefined && selection
      ? Array.from({ length: selection.rows }, () => Array.from({ length: selection.columns }, () => single))
      : block;
  const edits: Edit[] = [];
  let outside = 0;
  for (const [row, cells] of filled.entries())
    for (const [offset, text] of cells.entries()) {
      const student = students[at.row + row];
      const column = columns[at.column + offset];
      if (student && column) edits.push({ student, column: column.key, text });
      else if (text.trim() !== '') outside += 1;
    }
  return { edits, outside };
}

/** Every draft with its place. */
export function listDrafts(drafts: Drafts): (CellRef & { draft: Draft })[] {
  return [...drafts].flatMap(([student, row]) =>
    [...row].map(([column, draft]) => ({ student, column, draft })),
  );
}

/** Puts drafts into rows; those of other pupils keep their identity. */
export function withDrafts(
  drafts: Drafts,
  changes: readonly (CellRef & { draft: Draft | undefined })[],
): Drafts {
  const next = new Map(drafts);
  const opened = new Map<string, Map<string, Draft>>();
  for (const { student, column, draft } of changes) {
    const row = opened.get(student) ?? new Map(next.get(student));
    opened.set(student, row);
    if (draft) row.set(column, draft);
    else row.delete(column);
    if (row.size > 0) next.set(student, row);
    else next.delete(student);
  }
  return next;
}

/** The draft that some text makes of a cell; none where it says what is saved. */
export function draftOf(
  text: string,
  base: CellValue | undefined,
  max: number | undefined,
): Draft | undefined {
  const parsed = parseCell(text, max);
  if (parsed.kind === 'problem') return { text: text.trim(), problem: parsed.problem };
  const mark = parsed.kind === 'mark' ? parsed.mark : undefined;
  if (sameCell(mark, base)) return undefined;
  return { text: cellText(mark), ...(mark ? { mark } : {}) };
}
