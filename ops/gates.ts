import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkRegexes, regexesOf } from './gates/regexes.ts';
import {
  ageOfList,
  checkFloors,
  checkInstallScripts,
  checkLock,
  checkPins,
  type FloorList,
  type Lock,
  type Manifest,
} from './gates/supply.ts';
import { repositoryFiles } from './repository-files.ts';

/*
 * The gates of the supply chain and the sources, all offline:
 *   npm run gates            all of them
 *   npm run gates -- regexes only the named
 */
const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const readJson = <T>(file: string) => JSON.parse(readFileSync(path.join(root, file), 'utf8')) as T;
const list = readJson<FloorList>('ops/version-floors.json');
const lock = readJson<Lock>('package-lock.json');
const manifest = readJson<Manifest>('package.json');

const GATES: Record<string, () => string[]> = {
  floors: () => checkFloors(lock, list),
  pins: () => checkPins(manifest),
  'install-scripts': () => checkInstallScripts(lock, manifest, list),
  lockfile: () => [
    ...checkLock(lock, list),
    ...run('lockfile-lint', [
      ...['--path', 'package-lock.json', '--type', 'npm', '--allowed-hosts', 'npm'],
      ...['--validate-https', '--validate-package-names'],
    ]),
  ],
  secrets: () => run('secretlint', ['--secretlintrc', 'ops/gates/secretlintrc.json', ...sources(/./)]),
  sbom: checkSbom,
  regexes: () => {
    // Not the tests and the stand-ins of e2e: they read what the product wrote, on the loopback address.
    const files = sources(/\.(ts|tsx|mjs|cjs)$/).filter((file) => !/^e2e\/|\.test\.ts$/.test(file));
    return checkRegexes(
      files.flatMap((file) => regexesOf(file, readFileSync(path.join(root, file), 'utf8'))),
    );
  },
};

main();

function main(): void {
  const wanted = process.argv.slice(2);
  const age = ageOfList(list);
  if (age) console.warn(`note: ${age}`);
  let failed = 0;
  for (const [name, gate] of Object.entries(GATES)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const started = performance.now();
    const problems = gate();
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${problems.length === 0 ? 'passed' : 'FAILED'}  ${name.padEnd(16)} ${seconds} s`);
    for (const problem of problems) console.error(`        ${problem}`);
    failed += problems.length;
  }
  process.exit(failed === 0 ? 0 : 1);
}

/** A bill of materials of everything that is installed, in artifacts/sbom.json (CycloneDX). */
function checkSbom(): string[] {
  mkdirSync(path.join(root, 'artifacts'), { recursive: true });
  const problems = run('cyclonedx-npm', [
    ...['--package-lock-only', '--output-reproducible', '--output-format', 'JSON'],
    ...['--output-file', 'artifacts/sbom.json'],
  ]);
  if (problems.length > 0) return problems;
  const { components } = readJson<{ components: unknown[] }>('artifacts/sbom.json');
  return components.length > 500 ? [] : [`artifacts/sbom.json names only ${components.length} packages.`];
}

function sources(pattern: RegExp): string[] {
  const isText = (file: string) =>
    !/\.(png|jpg|ico|zip|woff2?|pdf)$|^package-lock\.json$|^migrations\/schema\.json$/.test(file);
  return repositoryFiles(root).filter((file) => isText(file) && pattern.test(file));
}

function run(program: string, args: string[]): string[] {
  const bin = path.join(root, 'node_modules/.bin', program);
  const { status, stdout, stderr, error } = spawnSync(bin, args, { cwd: root, encoding: 'utf8' });
  if (status === 0) return [];
  return [`${program}: ${error?.message ?? `${stdout}\n${stderr}`.trim().slice(0, 4000)}`];
}
