import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setDocument } from '../../../../documents/index.ts';
import type { Queryable } from '../../../../tenancy/index.ts';
import type { Issuer } from '../../invoices/pdf/invoice-paper.ts';
import type { PrintedFile } from '../../invoices/pdf/print-invoice.ts';
import { bookAt } from '../../price-book/read-book.ts';
import { quotePaper } from './quote-paper.ts';
import { readQuote } from './read-quotes.ts';

const TEMPLATE = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../invoices/pdf/invoice.typ');

/** A quote as PDF, English and Arabic side by side. Platform scope. Throws resource.not_found. */
export async function printQuote(
  client: Queryable,
  id: string,
  { issuer, now }: { issuer: Issuer; now: Date },
): Promise<PrintedFile> {
  const quote = await readQuote(client, id, now);
  const { plans } = (await bookAt(client, now)).content;
  const { plan } = quote.content;
  const named = plans.find(({ code }) => code === plan) ?? { name: { en: plan, ar: plan } };
  const { pdf } = await setDocument({ template: TEMPLATE, data: quotePaper(quote, named, issuer) });
  return { fileName: `${quote.number}.pdf`, pdf };
}
