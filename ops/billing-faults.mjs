#!/usr/bin/env node
// `npm run test:billing-faults`: billing while senders die, Stripe fails and its messages go astray. Ends with what every case
// counted: the ledger, the shipments, Stripe's meters and the invoices of both sides must be equal, in units and in cents.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const tally = path.join(root, 'artifacts/billing-faults/tally.json');
const UNITS = {
  ledger: 'ledger',
  shipments: 'shipments',
  stripe: 'emulator',
  invoice: 'our invoice',
  stripeInvoice: "Stripe's",
};
const CENTS = { cents: 'ledger ¢', invoiceCents: 'invoice ¢', stripeInvoiceCents: "Stripe's ¢" };

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
const isOne = (counts, columns) => new Set(Object.keys(columns).map((column) => counts[column])).size === 1;
const isEven = cases.length > 0 && cases.every(([, counts]) => isOne(counts, UNITS) && isOne(counts, CENTS));
print(cases);
const passed = status === 0 && isEven;
console.log(
  passed
    ? `\nledger = shipments = emulator = invoices in all ${cases.length} cases: no gap, no repeat.`
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
  const columns = { ...UNITS, ...CENTS };
  const line = (name, cells) =>
    console.log(`${name.padEnd(width)}${cells.map((cell) => String(cell).padStart(13)).join('')}`);
  console.log();
  line('case', Object.values(columns));
  for (const [name, counts] of rows)
    line(
      name,
      Object.keys(columns).map((column) => counts[column]),
    );
}
