import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { copyDatabase, runSql, withDatabase } from '../../support/databases.ts';
import { SHARED_DATABASE, type SharedDatabase, startSharedDatabase } from '../../support/shared-database.ts';
import { MUTANTS } from './registry.ts';
import type { Mutant, Suite } from './types.ts';

const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const RESULTS = path.join(ROOT, 'artifacts/isolation/mutants');
// Each waits for its database and its start a good part of its time: a third one fills what two cores have left.
const AT_ONCE = 3;

type Report = {
  numPassedTests: number;
  testResults: {
    status: string;
    message?: string;
    assertionResults: { status: string; failureMessages?: string[] }[];
  }[];
};

/** How a suite ended: only a test that failed by what it asserts kills a mutant. */
type Ending = 'green' | 'red' | 'broken';

/**
 * Runs the suites of the mutants: first untouched, where each must be green, then each with its mutant, where it must be
 * red. Prints a line for each and ends with "mutants killed n of n"; the exit code is 1 when one survives.
 */
async function main(): Promise<void> {
  const isAll = process.argv.includes('--all');
  const names = process.argv.slice(2).filter((name) => name !== '--all');
  const chosen = MUTANTS.filter((mutant) => isAll || mutant.isSlow !== true);
  const mutants = names.length === 0 ? chosen : MUTANTS.filter(({ name }) => names.includes(name));
  if (mutants.length === 0)
    throw new Error(
      `There is no mutant of that name; there are ${MUTANTS.map(({ name }) => name).join('; ')}.`,
    );
  rmSync(RESULTS, { recursive: true, force: true });
  mkdirSync(RESULTS, { recursive: true });
  const { stop, ...shared } = await startSharedDatabase();
  try {
    const sound = new Map<string, Ending>();
    await side([...untouchedOf(mutants).entries()], async ([number, suite]) => {
      sound.set(suite.file, await runSuite(suite, shared, `untouched-${number}`));
      if (sound.get(suite.file) !== 'green')
        console.log(`  the suite ${suite.file} ${suite.only ?? ''} is not green by itself`);
    });
    let killed = 0;
    await side([...mutants.entries()], async ([number, mutant]) => {
      const database = await databaseOf(mutant, number, shared);
      const ending = await runSuite(mutant.suite, database, `mutant-${number}`, mutant);
      const isKilled = ending === 'red' && sound.get(mutant.suite.file) === 'green';
      if (isKilled) killed += 1;
      console.log(`  ${isKilled ? 'killed' : `SURVIVED (${ending})`}: ${mutant.name}`);
    });
    console.log(`mutants killed ${killed} of ${mutants.length}`);
    if (killed < mutants.length) process.exitCode = 1;
  } finally {
    await stop();
  }
}

// Each suite once; what several mutants need of the matrix is driven together.
function untouchedOf(mutants: readonly Mutant[]): Suite[] {
  const suites = new Map<string, Suite>();
  for (const { suite } of mutants) {
    const known = suites.get(suite.file);
    const parts = (name: string) =>
      [known, suite].flatMap(
        (one) => one?.only?.split(';').find((part) => part.startsWith(`${name}=`)) ?? [],
      );
    const union = (name: string) => [
      ...new Set(parts(name).flatMap((part) => part.slice(name.length + 1).split(','))),
    ];
    const only = `collections=${union('collections').join(',')};actors=${union('actors').join(',')}`;
    suites.set(suite.file, suite.only === undefined ? suite : { ...suite, only });
  }
  return [...suites.values()];
}

async function side<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  const run = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, run));
}

// A mutant of the database gets a template of its own, broken by the superuser.
async function databaseOf(mutant: Mutant, number: number, shared: SharedDatabase): Promise<SharedDatabase> {
  if (!('sql' in mutant)) return shared;
  const template = `mutant_${number}`;
  await copyDatabase(shared.adminUrl, shared.template, template);
  await runSql(withDatabase(shared.adminUrl, template), mutant.sql);
  return { ...shared, template, applicationUrl: withDatabase(shared.applicationUrl, template) };
}

function runSuite(suite: Suite, database: SharedDatabase, name: string, mutant?: Mutant): Promise<Ending> {
  const file = path.join(RESULTS, `${name}.json`);
  const isCode = mutant !== undefined && 'find' in mutant;
  const child = spawn(
    process.execPath,
    [
      path.join(ROOT, 'node_modules/vitest/vitest.mjs'),
      ...['run', '--project', suite.project, suite.file],
      ...['--reporter', 'json', `--outputFile.json=${file}`, '--maxWorkers', '1'],
    ],
    {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'ignore'],
      env: {
        ...process.env,
        [SHARED_DATABASE]: JSON.stringify(database),
        DAFTAR_ISOLATION_ONLY: suite.only ?? '',
        // The kept queries kill what the oracles can kill; a few more show that the suite is green.
        DAFTAR_ORACLE_RUNS: '5',
        ...(isCode ? { DAFTAR_MUTANT: mutant.name } : {}),
      },
    },
  );
  return new Promise((resolve) => child.once('exit', () => resolve(endingOf(file))));
}

// A process that could not start, or a test that broke before it asserted anything, shows nothing.
function endingOf(file: string): Ending {
  let report: Report;
  try {
    report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  } catch {
    return 'broken';
  }
  const failures = report.testResults.flatMap(({ assertionResults }) =>
    assertionResults.flatMap(({ status, failureMessages }) =>
      status === 'failed' ? (failureMessages ?? ['']) : [],
    ),
  );
  if (failures.some((message) => message.startsWith('AssertionError'))) return 'red';
  const isWhole = report.testResults.every(({ status }) => status === 'passed');
  return isWhole && failures.length === 0 && report.numPassedTests > 0 ? 'green' : 'broken';
}

await main();
