#!/usr/bin/env node
// `npm run test:hostile`: plugins that attack the platform, each measured beside a victim.
//   npm run test:hostile              runs every case
//   npm run test:hostile -- --write   and writes docs/plugins/hostile.md
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const isWriting = process.argv.includes('--write');

const status = run([
  path.join(root, 'node_modules/vitest/vitest.mjs'),
  // One file after the other: a neighbour would be measured too.
  ...['run', '--project', 'hostile', '--no-file-parallelism', '--reporter', 'default'],
  ...['--reporter', 'json', `--outputFile.json=${path.join(root, 'artifacts/test-results/hostile.json')}`],
]);
if (status !== 0) process.exit(status);
if (isWriting) process.exit(run(['--disable-warning=ExperimentalWarning', 'e2e/hostile/table.ts']));

function run(args) {
  return (
    spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }).status ?? 1
  );
}
