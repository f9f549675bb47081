import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';

const FILE = path.join(import.meta.dirname, '../../artifacts/billing-faults/tally.json');

/** Units in the five places that must agree, and the cents of them: what the ledger makes, our invoice and Stripe's. */
export type Counts = {
  ledger: number;
  shipments: number;
  stripe: number;
  invoice: number;
  stripeInvoice: number;
  cents: number;
  invoiceCents: number;
  stripeInvoiceCents: number;
};

/** Keeps what a case ended with, for the table that ops/billing-faults.mjs prints at the end of the run; fails when it is not even. */
export function noteCounts(name: string, counts: Counts): void {
  mkdirSync(path.dirname(FILE), { recursive: true });
  writeFileSync(FILE, JSON.stringify({ ...readTally(), [name]: counts }));
  const { ledger, cents } = counts;
  expect({ name, ...counts }).toEqual({
    ...{ name, ledger, shipments: ledger, stripe: ledger, invoice: ledger, stripeInvoice: ledger },
    ...{ cents, invoiceCents: cents, stripeInvoiceCents: cents },
  });
}

function readTally(): Record<string, Counts> {
  try {
    return JSON.parse(readFileSync(FILE, 'utf8'));
  } catch {
    return {};
  }
}
