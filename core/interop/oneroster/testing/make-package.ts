import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ZipFile } from 'yazl';
import { readPackage } from '../read-package.ts';
import type { Roster, RosterResult } from '../roster-types.ts';
import { SPEC_V1P1 } from '../spec-v1p1.ts';
import { SPEC_V1P2 } from '../spec-v1p2.ts';
import type { OneRosterPackage, OpenedPackage, PackageFile, PackageReport, Problem } from '../types.ts';

/** Files of a package by name; the values are the text of the file. */
export type PackageTexts = Record<string, string>;

/**
 * Path of the shared sample data, which is not part of the repository: ../shared/data beside the repository
 * root, or DAFTAR_SHARED_DIR. Throws when it is missing: a test that skips itself proves nothing.
 */
export function sharedData(path: string): string {
  const root = process.env.DAFTAR_SHARED_DIR ?? resolve(import.meta.dirname, '../../../../../shared/data');
  const full = [join(root, path), join(root, 'data', path)].find((candidate) => existsSync(candidate));
  if (full === undefined)
    throw new Error(`Sample data ${path} is missing in ${root}. Set DAFTAR_SHARED_DIR.`);
  return full;
}

/** A complete manifest: every file of the version, `absent` unless given. */
export function manifestOf(version: '1.1' | '1.2', modes: Record<string, string>): string {
  const spec = version === '1.1' ? SPEC_V1P1 : SPEC_V1P2;
  const lines = [...spec.files.keys()].map((file) => `file.${file},${modes[file] ?? 'absent'}`);
  return ['propertyName,value', 'manifest.version,1.0', `oneroster.version,${version}`, ...lines, ''].join(
    '\n',
  );
}

/** CSV text from rows given by column name; columns of the standard that are not given stay blank. */
export function csvOf(version: '1.1' | '1.2', file: string, rows: readonly Record<string, string>[]): string {
  const spec = [...(version === '1.1' ? SPEC_V1P1 : SPEC_V1P2).files.values()].find(
    (one) => one.file === file,
  );
  if (spec === undefined) throw new Error(`No file ${file} in OneRoster ${version}`);
  const names = spec.columns.map((column) => column.name);
  const extra = new Set(rows.flatMap((row) => Object.keys(row).filter((name) => !names.includes(name))));
  const header = [...names, ...extra];
  return `${[header, ...rows.map((row) => header.map((name) => quote(row[name] ?? '')))].map((cells) => cells.join(',')).join('\n')}\n`;
}

export function quote(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** A file of an opened package with these bytes. */
export function fileOf(bytes: Buffer): PackageFile {
  return {
    read: async function* () {
      yield bytes;
    },
  };
}

/** The texts as an opened package, past the zip. */
export function asOpened(texts: PackageTexts): OpenedPackage {
  return {
    files: new Map(Object.entries(texts).map(([name, text]) => [name, fileOf(Buffer.from(text))])),
    problems: [],
  };
}

export async function readTexts(texts: PackageTexts): Promise<PackageReport> {
  return readPackage(asOpened(texts));
}

/** The package, or an error that lists what is wrong with it. */
export async function validPackage(texts: PackageTexts): Promise<OneRosterPackage> {
  const report = await readTexts(texts);
  if (report.package === null) throw new Error(JSON.stringify(report.problems, null, 1));
  return report.package;
}

/** Problems as [code without prefix, file, row, column]. */
export function places(problems: readonly Problem[], severity?: Problem['severity']): unknown[][] {
  return problems
    .filter((problem) => severity === undefined || problem.severity === severity)
    .map(({ code, file, row, column }) => [code.replace('oneroster.', ''), file, row, column]);
}

export type ZipEntry = { readonly name: string; readonly bytes: Buffer; readonly mode?: number };

/** Zip bytes; `mode` is the Unix mode, e.g. 0o120777 for a symbolic link. */
export async function zipOf(entries: readonly ZipEntry[]): Promise<Buffer> {
  const zip = new ZipFile();
  for (const { name, bytes, mode } of entries) zip.addBuffer(bytes, name, mode === undefined ? {} : { mode });
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

export async function zipTexts(texts: PackageTexts): Promise<Buffer> {
  return zipOf(Object.entries(texts).map(([name, text]) => ({ name, bytes: Buffer.from(text) })));
}

/** The results of a roster, all of them. */
export async function allResults({ results }: Roster): Promise<RosterResult[]> {
  const all: RosterResult[] = [];
  await results.read(async (some) => {
    all.push(...some);
  });
  return all;
}
