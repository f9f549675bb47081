import type { ProblemCode } from './problems.ts';

/**
 * Glossary of the OneRoster reader.
 * package  - a zip (or folder) of CSV files with manifest.csv, as the standard calls it.
 * file     - one CSV of the package, named without ".csv" (users, orgs, ...).
 * record   - one data row whose values were checked and brought to one spelling.
 * bulk     - the file is the whole truth; a record that is not in it is gone.
 * delta    - the file holds only changes; status says active or tobedeleted.
 * problem  - one fault found. An error stops the import, a warning does not.
 */
export type Severity = 'error' | 'warning';

export type ProblemParams = Readonly<Record<string, string | number>>;

export type Problem = {
  readonly severity: Severity;
  /** Stable code, `oneroster.*`; the texts are in problems.ts. */
  readonly code: ProblemCode;
  /** CSV file name, zip entry name, or null when the whole package is meant. */
  readonly file: string | null;
  /** Line of the file, counted from 1 with the header as line 1. */
  readonly row: number | null;
  readonly column: string | null;
  /** The offending value, cut to 80 characters; never a password. */
  readonly value: string | null;
  /** Where the rule comes from (standard or our own limit). */
  readonly rule: string;
  readonly params: ProblemParams;
};

export type OneRosterVersion = '1.1' | '1.2';

export type FileMode = 'bulk' | 'delta' | 'absent';

export type PackageMode = 'bulk' | 'delta' | 'mixed';

/** The 21 data files of 1.2; 1.1 has 13 of them. */
export type DataFile =
  | 'academicSessions'
  | 'categories'
  | 'classes'
  | 'classResources'
  | 'courses'
  | 'courseResources'
  | 'demographics'
  | 'enrollments'
  | 'lineItemLearningObjectiveIds'
  | 'lineItems'
  | 'lineItemScoreScales'
  | 'orgs'
  | 'resources'
  | 'resultLearningObjectiveIds'
  | 'results'
  | 'resultScoreScales'
  | 'roles'
  | 'scoreScales'
  | 'userProfiles'
  | 'userResources'
  | 'users';

export type ColumnType =
  | 'guid'
  | 'date'
  | 'dateTime'
  | 'boolean'
  | 'enum'
  | 'int'
  | 'float'
  | 'year'
  | 'email'
  | 'userIds'
  | 'string'
  | 'secret';

export type ColumnSpec = {
  readonly name: string;
  readonly type: ColumnType;
  readonly required?: boolean;
  /** Comma-joined inside one cell. */
  readonly list?: boolean;
  /** Vocabulary of an enum column. */
  readonly values?: readonly string[];
  /** True where the standard lets a sender add own words that start with `ext:`. */
  readonly extensible?: boolean;
  /** File whose sourcedId this column holds. */
  readonly refers?: DataFile;
};

export type FileSpec = {
  readonly file: DataFile;
  readonly columns: readonly ColumnSpec[];
  /** Files that a bulk file of this kind cannot do without, beyond those its columns refer to. */
  readonly needs?: readonly DataFile[];
  /** Columns of an earlier edition of the standard: known, not used. */
  readonly outdated?: readonly string[];
};

export type OneRosterSpec = {
  readonly version: OneRosterVersion;
  readonly files: ReadonlyMap<DataFile, FileSpec>;
};

export type OneRosterRecord = {
  /** First line of the record in its file. */
  readonly row: number;
  readonly isRemoved: boolean;
  /** Every column of the standard; '' when blank. Lists stay comma-joined, booleans are 'true' | 'false'. */
  readonly values: Readonly<Record<string, string>>;
  /** `metadata.*` columns without the prefix; undefined when there is none. */
  readonly metadata?: Readonly<Record<string, string>>;
};

export type OneRosterTable = {
  readonly file: DataFile;
  readonly mode: 'bulk' | 'delta';
  readonly records: readonly OneRosterRecord[];
  /** sourcedId -> position in records (the first one when it is doubled). */
  readonly positions: ReadonlyMap<string, number>;
  /** False when the file could not be read to its end: nothing is concluded from what is not in it. */
  readonly isComplete: boolean;
};

/**
 * results.csv, of which a school has half a million lines: its records were checked one by one and let go, and are read again
 * when they are wanted.
 */
export type OneRosterResults = {
  readonly mode: 'bulk' | 'delta';
  readonly rowCount: number;
  /** sourcedIds with status tobedeleted. */
  readonly removed: readonly string[];
  /** Hands over the records that are not being removed, some thousand at a time, in the order of the file. */
  readonly read: (take: (records: readonly OneRosterRecord[]) => Promise<void>) => Promise<void>;
};

export type OneRosterPackage = {
  readonly version: OneRosterVersion;
  readonly mode: PackageMode;
  readonly systemName: string | null;
  readonly systemCode: string | null;
  /** Every file but results.csv. */
  readonly tables: ReadonlyMap<DataFile, OneRosterTable>;
  readonly results: OneRosterResults | undefined;
};

export type PackageCounts = {
  readonly errors: number;
  readonly warnings: number;
  /** Data rows read per file; a file that is not in the package is not listed. */
  readonly rows: Readonly<Partial<Record<DataFile, number>>>;
};

export type PackageReport = {
  readonly version: OneRosterVersion | null;
  readonly mode: PackageMode | null;
  readonly problems: readonly Problem[];
  readonly counts: PackageCounts;
  /** Null as soon as there is one error. */
  readonly package: OneRosterPackage | null;
};

/** A file of a package: read from where it lies as often as it is wanted, never held whole. */
export type PackageFile = { readonly read: () => AsyncIterable<Buffer> };

/** What openPackage gives: root files by name, plus what was wrong with the container. */
export type OpenedPackage = {
  readonly files: ReadonlyMap<string, PackageFile>;
  readonly problems: readonly Problem[];
};
