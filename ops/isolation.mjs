#!/usr/bin/env node
// `npm run test:isolation`: the policy matrix, the oracles and the mutants, and one line that says what came of them.
//   npm run test:isolation                 the matrix, the oracles and the quick mutants
//   npm run test:isolation -- --all        every mutant
//   npm run test:isolation -- --no-mutants only the matrix and the oracles
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const results = path.join(root, 'artifacts/isolation');
const report = path.join(results, 'report.jsonl');
const policy = path.join(root, 'docs/security/policy');
const started = Date.now();

rmSync(report, { force: true });
mkdirSync(results, { recursive: true });
if (!existsSync(policy) || readdirSync(policy).filter((name) => name.endsWith('.md')).length < 2) {
  console.error(
    'docs/security/policy holds no tables. Run "npm run policy -- --write" and review what it writes.',
  );
  process.exit(1);
}

const suite = run([
  path.join(root, 'node_modules/vitest/vitest.mjs'),
  ...['run', '--project', 'isolation', '--reporter', 'default'],
  ...['--reporter', 'json', `--outputFile.json=${path.join(results, 'suite.json')}`],
]);
const withMutants = !process.argv.includes('--no-mutants');
const mutants = withMutants
  ? run(
      [
        '--disable-warning=ExperimentalWarning',
        path.join(root, 'e2e/isolation/mutants/run.ts'),
        ...process.argv.filter((argument) => argument === '--all'),
      ],
      true,
    )
  : { status: 0, output: '' };
const killed = /mutants killed (\d+) of (\d+)/.exec(mutants.output);

const sums = sumOf(report);
const seconds = Math.round((Date.now() - started) / 1000);
console.log(
  [
    `\ncells driven ${sums.cells} (${sums.requests} requests, ${sums.queries} oracle queries)`,
    `leaks ${sums.leaks}`,
    ...(withMutants ? [killed ? killed[0] : 'mutants: no result'] : []),
    `${seconds} seconds`,
  ].join('\n'),
);
const isSound = suite.status === 0 && mutants.status === 0 && sums.cells > 0 && sums.leaks === 0;
process.exit(isSound && (!withMutants || killed) ? 0 : 1);

function run(args, keep = false) {
  const { status, stdout } = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', keep ? 'pipe' : 'inherit', 'inherit'],
    encoding: 'utf8',
  });
  if (keep) process.stdout.write(stdout ?? '');
  return { status, output: stdout ?? '' };
}

function sumOf(file) {
  const sums = { cells: 0, requests: 0, queries: 0, leaks: 0 };
  if (!existsSync(file)) return sums;
  for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean))
    for (const [name, value] of Object.entries(JSON.parse(line))) sums[name] += value;
  return sums;
}
