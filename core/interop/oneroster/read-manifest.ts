import { parseCsv } from './parse-csv.ts';
import type { ProblemList } from './problem-list.ts';
import { SPEC_V1P1 } from './spec-v1p1.ts';
import { SPEC_V1P2 } from './spec-v1p2.ts';
import type { DataFile, FileMode, OneRosterSpec, PackageFile } from './types.ts';

export type Manifest = {
  readonly spec: OneRosterSpec;
  /** Mode per file as far as the manifest says one; a file with a blank or wrong mode is not listed. */
  readonly modes: ReadonlyMap<DataFile, FileMode>;
  /** Files that have a line, even when its value is wrong. */
  readonly listed: ReadonlySet<DataFile>;
  readonly systemName: string | null;
  readonly systemCode: string | null;
};

const FILE = 'manifest.csv';
const KNOWN = new Set(['manifest.version', 'oneroster.version', 'source.systemName', 'source.systemCode']);

/**
 * Reads manifest.csv (header `propertyName,value`) and decides the version. When it is missing or does not
 * say, the version is guessed from the files so that everything else can still be checked, and an error is
 * recorded. Source: OneRoster CSV binding 1.1 and 1.2.1, table manifest.csv.
 */
export async function readManifest(
  files: ReadonlyMap<string, PackageFile>,
  guess: OneRosterSpec,
  problems: ProblemList,
): Promise<Manifest> {
  const file = files.get(FILE);
  if (file === undefined) {
    problems.add('oneroster.manifest-missing', { file: FILE, params: { version: guess.version } });
    return { spec: guess, modes: new Map(), listed: new Set(), systemName: null, systemCode: null };
  }
  const lines = await readLines(file, problems);
  if (lines.get('manifest.version')?.value !== '1.0') {
    const line = lines.get('manifest.version');
    problems.add('oneroster.manifest-version', {
      file: FILE,
      row: line?.row ?? null,
      column: 'value',
      value: line?.value ?? '',
    });
  }
  const spec = readVersion(lines.get('oneroster.version'), guess, problems);
  const { modes, listed } = readModes(lines, spec, problems);
  return {
    spec,
    modes,
    listed,
    systemName: sourceName(lines, 'Name'),
    systemCode: sourceName(lines, 'Code'),
  };
}

type ManifestLine = { readonly value: string; readonly row: number };

async function readLines(file: PackageFile, problems: ProblemList): Promise<Map<string, ManifestLine>> {
  const lines = new Map<string, ManifestLine>();
  let hasHeader = false;
  await parseCsv(FILE, file, problems, (cells, row) => {
    const [property = '', value = ''] = cells.map((cell) => cell.trim());
    if (!hasHeader) {
      hasHeader = true;
      const isHeader = property.toLowerCase() === 'propertyname' && value.toLowerCase() === 'value';
      if (!isHeader) problems.add('oneroster.manifest-header', { file: FILE, row });
      if (isHeader || !property.includes('.')) return;
    }
    const earlier = lines.get(property);
    if (earlier === undefined) {
      lines.set(property, { value, row });
    } else {
      const params = { property, firstRow: earlier.row };
      problems.add('oneroster.manifest-duplicate', {
        file: FILE,
        row,
        column: 'propertyName',
        value: property,
        params,
      });
    }
  });
  if (!hasHeader) problems.add('oneroster.manifest-header', { file: FILE, row: 1 });
  return lines;
}

function readVersion(
  line: ManifestLine | undefined,
  guess: OneRosterSpec,
  problems: ProblemList,
): OneRosterSpec {
  const place = { file: FILE, row: line?.row ?? null, column: 'value' };
  if (line === undefined || line.value === '') {
    problems.add('oneroster.version-missing', { ...place, params: { version: guess.version } });
    return guess;
  }
  const plain = /^v?(1[.p][12])(\.\d+)?$/i.exec(line.value)?.[1]?.toLowerCase().replace('p', '.');
  if (plain === undefined) {
    problems.add('oneroster.version-unsupported', {
      ...place,
      value: line.value,
      params: { version: guess.version },
    });
    return guess;
  }
  if (plain !== line.value) {
    problems.add('oneroster.version-spelling', { ...place, value: line.value, params: { version: plain } });
  }
  return plain === '1.1' ? SPEC_V1P1 : SPEC_V1P2;
}

function readModes(
  lines: ReadonlyMap<string, ManifestLine>,
  spec: OneRosterSpec,
  problems: ProblemList,
): { modes: Map<DataFile, FileMode>; listed: Set<DataFile> } {
  const modes = new Map<DataFile, FileMode>();
  const listed = new Set<DataFile>();
  const byProperty = new Map([...spec.files.keys()].map((file) => [`file.${file}`, file]));
  for (const [property, { value, row }] of lines) {
    const file = byProperty.get(property);
    const place = { file: FILE, row, column: 'value', value };
    if (file === undefined) {
      if (KNOWN.has(property)) continue;
      const params = { property, version: spec.version };
      problems.add('oneroster.manifest-property-unknown', {
        file: FILE,
        row,
        column: 'propertyName',
        params,
      });
      continue;
    }
    listed.add(file);
    if (value === 'absent' || value === 'bulk' || value === 'delta') modes.set(file, value);
    else problems.add('oneroster.manifest-mode', { ...place, params: { property } });
  }
  return { modes, listed };
}

/** Some exporters write "absent" here as if it were a file; it is no name of a system. */
function sourceName(lines: ReadonlyMap<string, ManifestLine>, part: 'Name' | 'Code'): string | null {
  const value = lines.get(`source.system${part}`)?.value ?? '';
  return value === '' || value === 'absent' ? null : value;
}
