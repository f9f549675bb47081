import { checkClasswork } from './check-classwork.ts';
import { checkMeaning } from './check-meaning.ts';
import { checkReferences } from './check-references.ts';
import { resultChecks } from './check-results.ts';
import { openPackage, type PackageSource } from './open-package.ts';
import type { PackageLimits } from './package-entries.ts';
import { createProblemList, type ProblemLimits, type ProblemList } from './problem-list.ts';
import { type Manifest, readManifest } from './read-manifest.ts';
import { readResults } from './read-results.ts';
import { readTable } from './read-table.ts';
import { SPEC_V1P1 } from './spec-v1p1.ts';
import { SPEC_V1P2 } from './spec-v1p2.ts';
import type {
  DataFile,
  FileSpec,
  OneRosterPackage,
  OneRosterSpec,
  OneRosterTable,
  OpenedPackage,
  PackageFile,
  PackageMode,
  PackageReport,
  Problem,
} from './types.ts';

export type ReadPackageOptions = ProblemLimits & { readonly limits?: PackageLimits };

/**
 * Reads and checks a OneRoster 1.1 or 1.2 CSV package: zip bytes, the path of a zip or folder, or what
 * openPackage gave. Never throws for faults of the package: all of them come back in `problems` (errors
 * first, capped), and `package` is null as soon as there is one error. Nothing is written anywhere.
 * Lenient where the meaning is certain (a warning says so), strict where it is not.
 * Source: OneRoster CSV tables 1.1 (2017) and CSV binding 1.2.1 (2023).
 */
export async function readPackage(
  source: PackageSource | OpenedPackage,
  options: ReadPackageOptions = {},
): Promise<PackageReport> {
  const isSource = typeof source === 'string' || source instanceof Uint8Array;
  const opened = isSource ? await openPackage(source, options.limits) : source;
  if (opened.files.size === 0) return report(null, null, opened.problems, NOTHING);

  const problems = createProblemList(options);
  const named = nameFiles(opened.files, problems);
  const manifest = await readManifest(named, await guessSpec(named), problems);
  const expected = matchFiles(manifest, named, problems);
  const tables = new Map<DataFile, OneRosterTable>();
  const { version } = manifest.spec;
  let graded: Awaited<ReturnType<typeof readResults>> | undefined;
  for (const spec of resultsLast(manifest.spec)) {
    const mode = expected.get(spec.file);
    const file = named.get(`${spec.file}.csv`);
    if (mode === undefined || file === undefined) continue;
    const source = { spec, mode, version, file, problems };
    if (spec.file !== 'results') tables.set(spec.file, await readTable(source));
    else graded = await readResults(source, resultChecks(source, tables));
  }
  checkReferences(manifest.spec, tables, graded?.target, problems);
  checkMeaning(tables, problems);
  checkClasswork(version, tables, problems);
  const read = { tables, results: graded?.results, problems };
  return report(manifest, packageMode(expected), opened.problems, read);
}

// They are checked against the other files as they pass.
function resultsLast(spec: OneRosterSpec): FileSpec[] {
  const files = [...spec.files.values()];
  return [
    ...files.filter(({ file }) => file !== 'results'),
    ...files.filter(({ file }) => file === 'results'),
  ];
}

type Read = Pick<OneRosterPackage, 'tables' | 'results'> & { readonly problems: ProblemList | null };

const NOTHING: Read = { tables: new Map(), results: undefined, problems: null };

function report(
  manifest: Manifest | null,
  mode: PackageMode | null,
  earlier: readonly Problem[],
  { tables, results, problems: found }: Read,
): PackageReport {
  const problems = [...earlier, ...(found?.toArray() ?? [])].sort((a, b) => rank(a) - rank(b));
  const earlierErrors = earlier.filter((problem) => problem.severity === 'error').length;
  const errors = earlierErrors + (found?.errorCount() ?? 0);
  const rows: Partial<Record<DataFile, number>> = {};
  for (const table of tables.values()) rows[table.file] = table.records.length;
  if (results) rows.results = results.rowCount;
  const counts = {
    errors,
    warnings: problems.filter((problem) => problem.severity === 'warning').length,
    rows,
  };
  const version = manifest?.spec.version ?? null;
  if (errors > 0 || manifest === null || version === null || mode === null) {
    return { version, mode, problems, counts, package: null };
  }
  const { systemName, systemCode } = manifest;
  return {
    ...{ version, mode, problems, counts },
    package: { version, mode, systemName, systemCode, tables, results },
  };
}

/** Array.sort is stable: errors come first, otherwise everything stays in the order found. */
function rank(problem: Problem): number {
  return problem.severity === 'error' ? 0 : 1;
}

/** Brings file names to the spelling of the standard; names that differ only in capitals are certain. */
function nameFiles(files: ReadonlyMap<string, PackageFile>, problems: ProblemList): Map<string, PackageFile> {
  const standard = new Map<string, string>([['manifest.csv', 'manifest.csv']]);
  for (const file of SPEC_V1P2.files.keys()) standard.set(`${file}.csv`.toLowerCase(), `${file}.csv`);
  const named = new Map<string, PackageFile>();
  for (const [name, file] of files) {
    const expected = standard.get(name.toLowerCase());
    if (expected !== undefined && expected !== name) {
      problems.add('oneroster.file-name-case', { file: name, params: { expected } });
    }
    named.set(expected ?? name, file);
  }
  return named;
}

/** roles.csv and userProfiles.csv came with 1.2; in 1.1 users.csv itself has the role. */
async function guessSpec(files: ReadonlyMap<string, PackageFile>): Promise<OneRosterSpec> {
  if (files.has('roles.csv') || files.has('userProfiles.csv')) return SPEC_V1P2;
  const header = (await startOf(files.get('users.csv'))).split(/\r|\n/)[0] ?? '';
  return /\b(orgSourcedIds|role)\b/i.test(header) ? SPEC_V1P1 : SPEC_V1P2;
}

async function startOf(file: PackageFile | undefined): Promise<string> {
  for await (const chunk of file?.read() ?? []) return chunk.subarray(0, 1000).toString('utf8');
  return '';
}

/** Compares the manifest with the files and says which files to read in which mode. */
function matchFiles(
  manifest: Manifest,
  files: ReadonlyMap<string, PackageFile>,
  problems: ProblemList,
): Map<DataFile, 'bulk' | 'delta'> {
  const { spec, modes, listed } = manifest;
  const hasManifest = files.has('manifest.csv');
  // A file without a usable mode is checked in the mode of the others, so that its own faults show as well.
  const usual =
    [...modes.values()].includes('delta') && ![...modes.values()].includes('bulk') ? 'delta' : 'bulk';
  const expected = new Map<DataFile, 'bulk' | 'delta'>();
  for (const file of spec.files.keys()) {
    const name = `${file}.csv`;
    const mode = modes.get(file);
    const isThere = files.has(name);
    if (isThere) expected.set(file, mode === 'bulk' || mode === 'delta' ? mode : usual);
    if (isThere && mode === 'absent') problems.add('oneroster.file-not-promised', { file: name });
    if (!isThere && (mode === 'bulk' || mode === 'delta')) {
      problems.add('oneroster.file-missing', { file: name, params: { mode } });
    }
    if (listed.has(file) || !hasManifest) continue;
    const params = { property: `file.${file}` };
    if (isThere) {
      problems.add('oneroster.manifest-entry-missing', {
        file: 'manifest.csv',
        params: { ...params, target: file },
      });
    } else {
      problems.once('oneroster.manifest-entry-assumed', { file: 'manifest.csv', params });
    }
  }
  for (const name of files.keys()) {
    const isKnown = name === 'manifest.csv' || [...spec.files.keys()].some((file) => `${file}.csv` === name);
    if (!isKnown) problems.add('oneroster.file-unknown', { file: name, params: { version: spec.version } });
  }
  return expected;
}

function packageMode(expected: ReadonlyMap<DataFile, 'bulk' | 'delta'>): PackageMode | null {
  const modes = new Set(expected.values());
  if (modes.size > 1) return 'mixed';
  return [...modes][0] ?? null;
}
