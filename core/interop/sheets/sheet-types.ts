import type { Pair } from '../../tenancy/index.ts';

/**
 * Glossary of sheets.
 * sheet   - a table that a person made: a CSV file, or one page of an XLSX workbook.
 * target  - the kind of record that the rows of a sheet become.
 * field   - one thing that a target can take from a column.
 * mapping - which column of a sheet is which field.
 * problem - what is wrong with one cell, row or file. An error keeps its row out, a warning does not.
 */
export type SheetTargetName =
  | 'students'
  | 'guardians'
  | 'teachers'
  | 'subjects'
  | 'classrooms'
  | 'enrollments'
  | 'class-offerings'
  | 'class-members'
  | 'exam-results';

/** A cell as the sheet has it. `isDate` marks one that the workbook itself calls a date: its text is YYYY-MM-DD. */
export type SheetCell = { readonly text: string; readonly isDate?: boolean };

/** `number` counts from 1 with the first line of the sheet. */
export type SheetRow = { readonly number: number; readonly cells: readonly SheetCell[] };

export type FieldKind =
  | 'text'
  | 'date'
  | 'email'
  | 'phone'
  | 'number'
  | 'flag'
  | 'choice'
  | 'reference'
  | 'qid';

/** What a cell may name: a record of the school, by its number, code or title. */
export type ReferenceName =
  | 'student'
  | 'grade'
  | 'classroom'
  | 'year'
  | 'term'
  | 'subject'
  | 'teacher'
  | 'offering'
  | 'exam';

export type SheetField = {
  readonly name: string;
  readonly label: Pair;
  /** Words a header may use, in any language and spelling; they are folded before they are compared. */
  readonly synonyms: readonly string[];
  readonly kind: FieldKind;
  readonly required?: boolean;
  readonly maxLength?: number;
  readonly min?: number;
  readonly max?: number;
  /** The values of a choice with the words people use for them. */
  readonly choices?: Readonly<Record<string, readonly string[]>>;
  readonly reference?: ReferenceName;
  /** The field that takes the same header when the cells are written in Arabic. */
  readonly inArabic?: string;
};

/** Column index to field name. */
export type SheetMapping = Readonly<Record<string, string>>;

export type DateOrder = 'day-first' | 'month-first';

export type SheetOptions = {
  readonly sheet?: string;
  /** Number of the row that holds the headers. */
  readonly headerRow: number;
  readonly mapping: SheetMapping;
  /** How 4/2/2005 is read; asked of a person when a sheet leaves it open. */
  readonly dateOrder?: DateOrder;
  /** Import the good rows although others have errors. */
  readonly skipFaulty?: boolean;
};

export type SheetProblemCode =
  | 'value_missing'
  | 'value_long'
  | 'date'
  | 'date_open'
  | 'email'
  | 'phone'
  | 'number'
  | 'number_range'
  | 'flag'
  | 'choice'
  | 'reference_unknown'
  | 'reference_several'
  | 'duplicate'
  | 'qid_form'
  | 'qid_birth'
  | 'qid_taken'
  | 'arabic_latin'
  | 'guardian_no_contact'
  | 'damaged_text'
  | 'score_above'
  | 'marks_held'
  | 'unreadable'
  | 'too_large'
  | 'no_rows'
  | 'quota';

export type SheetProblem = {
  readonly severity: 'error' | 'warning';
  readonly code: SheetProblemCode;
  readonly row: number | null;
  /** The header of the column, as the sheet writes it. */
  readonly column: string | null;
  readonly value: string | null;
  readonly params: Readonly<Record<string, string | number>>;
};

/** What a cell became: text, a number, a flag, the id of a record, or nothing. */
export type FieldValue = string | number | boolean | undefined;

/** A row whose cells were read; only fields of mapped columns are there. */
export type ReadRow = {
  readonly number: number;
  readonly values: Readonly<Record<string, FieldValue>>;
};
