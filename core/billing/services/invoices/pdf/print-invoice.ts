import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setDocument } from '../../../../documents/index.ts';
import { AppError } from '../../../../kernel/index.ts';
import type { Queryable } from '../../../../tenancy/index.ts';
import { creditNotePaper, type Issuer, invoicePaper, type Paper } from './invoice-paper.ts';
import { readPrintedCreditNote, readPrintedInvoice } from './read-printed.ts';

export type PrintedFile = { fileName: string; pdf: Uint8Array };

const TEMPLATE = path.join(path.dirname(fileURLToPath(import.meta.url)), 'invoice.typ');

/**
 * An invoice of the scope as PDF, English and Arabic side by side. A draft is for staff alone. Throws
 * resource.not_found.
 */
export async function printInvoice(
  database: Queryable,
  id: string,
  { issuer, showsDrafts }: { issuer: Issuer; showsDrafts: boolean },
): Promise<PrintedFile> {
  const invoice = await readPrintedInvoice(database, id);
  if (invoice.state === 'draft' && !showsDrafts) throw new AppError('resource.not_found');
  return print(invoicePaper(invoice, issuer));
}

/** A credit note of the scope as PDF. Throws resource.not_found. */
export async function printCreditNote(
  database: Queryable,
  id: string,
  { issuer }: { issuer: Issuer },
): Promise<PrintedFile> {
  return print(creditNotePaper(await readPrintedCreditNote(database, id), issuer));
}

async function print(paper: Paper): Promise<PrintedFile> {
  const { pdf } = await setDocument({ template: TEMPLATE, data: paper });
  return { fileName: `${paper.name.replace(/[^\w.-]+/g, '-')}.pdf`, pdf };
}
