import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { REQUIRED } from './required-cases.ts';
import type { CaseResult } from './types.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const FILE = path.join(ROOT, 'docs/plugins/hostile.md');
const KEPT = path.join(ROOT, 'artifacts/hostile');

/** The parts of the suite, in the order of the page; each runs in a process of its own. */
const PARTS = ['cage', 'platform'] as const;

/** Keeps what a part of the suite measured, for the table. */
export function keepResults(part: (typeof PARTS)[number], results: readonly CaseResult[]): void {
  mkdirSync(KEPT, { recursive: true });
  writeFileSync(path.join(KEPT, `${part}.json`), JSON.stringify(results));
}

/** Writes docs/plugins/hostile.md from what a whole run of the suite kept. */
export function writeTable(): void {
  const results = PARTS.flatMap(
    (part) => JSON.parse(readFileSync(path.join(KEPT, `${part}.json`), 'utf8')) as CaseResult[],
  );
  writeFileSync(FILE, tableOf(results));
}

function tableOf(results: readonly CaseResult[]): string {
  const groups = [...new Set(results.map(({ group }) => group))];
  const worst = (pick: (result: CaseResult) => number): string => Math.max(...results.map(pick)).toFixed(0);
  return `# Hostile plugins

Written by \`npm run test:hostile -- --write\` from one run of every case in \`e2e/hostile\`. Each case is a real plugin bundle that
goes the way of any plugin, or an attack on the part that it names. While it runs, a call of another school is made on the
same supervisor and must be answered. After the last case no process may be left.

- code: what the case was answered. More than one may be right: which limit is met first depends on the machine.
- peak: largest resident memory of a worker of the class. The walls are 300, 400 and 600 MB.
- pause: the longest time the trusted process did not come back to its event loop. The limit is 100 ms.
- victim: the time of the other school's call on its worker. The limit is 1,000 ms.

${results.length} cases; worst pause ${worst(({ pauseMs }) => pauseMs)} ms; largest peak ${worst(({ peakMb }) => peakMb ?? 0)} MB; slowest victim ${worst(({ victimMs }) => victimMs)} ms.
${openPhrases()}${groups
  .map((group) =>
    section(
      group,
      results.filter((result) => result.group === group),
    ),
  )
  .join('')}`;
}

function openPhrases(): string {
  const rows = REQUIRED.flatMap(({ phrase, open }) => (open === undefined ? [] : [`- ${phrase}: ${open}`]));
  return rows.length === 0
    ? ''
    : `\nWithout a case, because what they attack does not exist yet:\n\n${rows.join('\n')}\n`;
}

function section(group: string, results: readonly CaseResult[]): string {
  const rows = results.map(
    ({ name, limitClass, expected, code, peakMb, wallMs, pauseMs, victimMs }) =>
      `| ${name} | ${limitClass} | ${expected.join(', ')} | ${code} | ${peakMb?.toFixed(0) ?? '-'} | ${wallMs.toFixed(0)} | ${pauseMs.toFixed(0)} | ${victimMs.toFixed(0)} |`,
  );
  return `
## ${group}

| case | class | expected | code | peak MB | ms | pause ms | victim ms |
|---|---|---|---|---|---|---|---|
${rows.join('\n')}
`;
}

if (import.meta.main) writeTable();
