import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const FILE = path.join(import.meta.dirname, '../../artifacts/billing-faults/tally.json');

export type Counts = { ledger: number; shipments: number; stripe: number };

/** Keeps what a case ended with, for the table that ops/billing-faults.mjs prints at the end of the run. */
export function noteSchool(name: string, counts: Counts): void {
  mkdirSync(path.dirname(FILE), { recursive: true });
  writeFileSync(FILE, JSON.stringify({ ...readTally(), [name]: counts }));
}

function readTally(): Record<string, Counts> {
  try {
    return JSON.parse(readFileSync(FILE, 'utf8'));
  } catch {
    return {};
  }
}
