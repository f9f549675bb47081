#!/usr/bin/env node
// `npm run test:billing-faults`: metering while senders die and Stripe fails. Ends with what every case counted: the ledger, the
// shipments and Stripe must be equal.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const tally = path.join(root, 'artifacts/billing-faults/tally.json');

rmSync(tally, { force: true });
const { status } = spawnSync(
  process.execPath,
  [
    path.join(root, 'node_modules/vitest/vitest.mjs'),
    // One file after the other: each starts processes of its own.
    ...['run', '--project', 'billing-faults', '--no-file-parallelism', '--reporter', 'default'],
    ...['--reporter', 'json'],
    `--outputFile.json=${path.join(root, 'artifacts/test-results/billing-faults.json')}`,
  ],
  { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
);
const cases = readTally();
const isEven = cases.length > 0 && cases.every(([, counts]) => new Set(Object.values(counts)).size === 1);
print(cases);
const passed = status === 0 && isEven;
console.log(
  passed
    ? `\nledger = shipments = emulator in all ${cases.length} cases: no gap, no repeat.`
    : '\nNOT proved: see above.',
);
process.exit(passed ? 0 : 1);

function readTally() {
  try {
    return Object.entries(JSON.parse(readFileSync(tally, 'utf8')));
  } catch {
    return [];
  }
}

function print(rows) {
  const width = Math.max(4, ...rows.map(([name]) => name.length));
  console.log(
    `\n${'case'.padEnd(width)}  ${['ledger', 'shipments', 'emulator'].map((head) => head.padStart(10)).join('')}`,
  );
  for (const [name, { ledger, shipments, stripe }] of rows)
    console.log(
      `${name.padEnd(width)}  ${[ledger, shipments, stripe].map((value) => String(value).padStart(10)).join('')}`,
    );
}
