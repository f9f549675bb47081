import { appendFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const REPORT = path.join(
  path.dirname(fileURLToPath(import.meta.url)),
  '../../artifacts/isolation/report.jsonl',
);

/** What a part of the run adds to the summary at its end. */
export type Report = { cells?: number; requests?: number; queries?: number; leaks?: number };

/** True when the tables are to be written instead of compared: `npm run policy -- --write`. */
export function isWriting(): boolean {
  const is = process.env.DAFTAR_POLICY === 'write';
  if (is && process.env.DAFTAR_ISOLATION_ONLY?.includes('actors='))
    throw new Error(
      'The policy tables are written for all people; narrow a writing run by collections alone.',
    );
  return is;
}

/**
 * True when a collection or a person is part of this run. DAFTAR_ISOLATION_ONLY narrows a run while one works on it, and
 * for the mutants: `collections=students,exams;actors=admin,student`.
 */
export function wanted(what: 'collections' | 'actors', name: string): boolean {
  const line = (process.env.DAFTAR_ISOLATION_ONLY ?? '')
    .split(';')
    .find((part) => part.startsWith(`${what}=`));
  return (
    line === undefined ||
    line
      .slice(what.length + 1)
      .split(',')
      .includes(name)
  );
}

/** True when only some collections or people are driven. */
export function isNarrowed(): boolean {
  return Boolean(process.env.DAFTAR_ISOLATION_ONLY);
}

/** Adds to the summary of the run. */
export function addToReport(report: Report): void {
  if (process.env.DAFTAR_ISOLATION_ONLY !== undefined) return;
  mkdirSync(path.dirname(REPORT), { recursive: true });
  appendFileSync(REPORT, `${JSON.stringify(report)}\n`);
}
