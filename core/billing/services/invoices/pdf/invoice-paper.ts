import { isolatedLines } from '../../../../documents/index.ts';
import type { Settings } from '../../../../kernel/index.ts';
import { Exact } from '../../money.ts';
import { type Both, fillBoth, INVOICE_WORDS, STATE_WORDS } from './invoice-words.ts';
import type { PrintedCreditNote, PrintedInvoice, PrintedLine } from './read-printed.ts';

export type BothLines = { en: string[]; ar: string[] };
type Fact = { label: BothLines } & ({ value: string } | { both: BothLines });

/** What invoice.typ reads: every text as lines, every number as it is printed. */
export type Paper = {
  name: string;
  stamp: Both | null;
  issuer: { name: BothLines; details: BothLines };
  title: BothLines;
  facts: Fact[];
  customer: { label: BothLines; name: BothLines };
  heads: Record<'description' | 'quantity' | 'unit' | 'amount', BothLines>;
  lines: { description: BothLines; how: BothLines; quantity: string; unit: string; amount: string }[];
  empty: BothLines;
  totals: { label: BothLines; value: string; strong: boolean }[];
  notes: BothLines[];
};

export type Issuer = Pick<
  Settings,
  | 'INVOICE_COMPANY_NAME'
  | 'INVOICE_COMPANY_NAME_AR'
  | 'INVOICE_COMPANY_ADDRESS'
  | 'INVOICE_COMPANY_ADDRESS_AR'
  | 'INVOICE_TAX_NUMBER'
  | 'INVOICE_PAYMENT_NOTE'
  | 'INVOICE_PAYMENT_NOTE_AR'
>;

const W = INVOICE_WORDS;

export function invoicePaper(invoice: PrintedInvoice, issuer: Issuer): Paper {
  const { state, totalCents, paidCents, creditedCents } = invoice;
  const isTaxed = invoice.taxCents !== 0;
  const due = Math.max(0, totalCents - creditedCents - paidCents);
  return {
    name: invoice.number ?? W.draft.en,
    stamp: state === 'draft' ? W.draft : state === 'void' ? W.void : null,
    issuer: issuerLines(issuer),
    title: lines(isTaxed ? W.taxInvoice : W.invoice),
    facts: [
      { label: lines(W.number), value: invoice.number ?? '–' },
      ...(invoice.finalisedAt ? [{ label: lines(W.date), value: dayOf(invoice.finalisedAt) }] : []),
      {
        label: lines(W.period),
        value: `${momentOf(invoice.periodStart)} – ${momentOf(invoice.periodEnd)}`,
      },
      ...(invoice.dueAt && state === 'open' ? [{ label: lines(W.due), value: dayOf(invoice.dueAt) }] : []),
      ...(invoice.paidAt ? [{ label: lines(W.paidOn), value: dayOf(invoice.paidAt) }] : []),
      { label: lines(W.state), both: lines(STATE_WORDS[state] ?? { en: state, ar: state }) },
    ],
    customer: { label: lines(W.billedTo), name: schoolLines(invoice.school) },
    heads: heads(),
    lines: invoice.lines
      .filter(({ kind }) => kind !== 'tax')
      .map((line) => ({
        description: lines(line.description),
        how: howOf(line, invoice),
        quantity: grouped(new Exact(line.quantity).toFixed()),
        unit: dollars(line.unitCents),
        amount: dollars(line.amountCents),
      })),
    empty: lines(W.nothing),
    totals: [
      { label: lines(W.subtotal), value: usd(invoice.subtotalCents), strong: false },
      ...(isTaxed ? [{ label: taxLabel(invoice), value: usd(invoice.taxCents), strong: false }] : []),
      { label: lines(W.total), value: usd(totalCents), strong: true },
      ...(creditedCents > 0 ? [{ label: lines(W.credited), value: usd(-creditedCents), strong: false }] : []),
      ...(paidCents > 0 ? [{ label: lines(W.paid), value: usd(-paidCents), strong: false }] : []),
      ...(state === 'open' || state === 'paid'
        ? [{ label: lines(W.balance), value: usd(due), strong: true }]
        : []),
    ],
    notes: [
      ...(state === 'open' && due > 0 ? paymentNote(issuer) : []),
      ...(isTaxed ? [] : [lines(W.untaxed)]),
      lines(W.currency),
    ],
  };
}

export function creditNotePaper(note: PrintedCreditNote, issuer: Issuer): Paper {
  return {
    name: note.number,
    stamp: null,
    issuer: issuerLines(issuer),
    title: lines(W.creditNote),
    facts: [
      { label: lines(W.number), value: note.number },
      { label: lines(W.ofInvoice), value: note.invoiceNumber ?? '–' },
      { label: lines(W.date), value: dayOf(note.issuedAt) },
      { label: lines(W.reason), value: isolatedLines(note.reason, 'en').join(' ') },
    ],
    customer: { label: lines(W.billedTo), name: schoolLines(note.school) },
    heads: heads(),
    lines: (note.lines.length > 0
      ? note.lines
      : [{ description: { en: note.reason, ar: note.reason }, amountCents: note.amountCents }]
    ).map(({ description, amountCents }) => ({
      description: lines(description),
      how: { en: [], ar: [] },
      quantity: '1',
      unit: dollars(Math.abs(amountCents)),
      amount: dollars(Math.abs(amountCents)),
    })),
    empty: lines(W.nothing),
    totals: [{ label: lines(W.creditTotal), value: usd(note.amountCents), strong: true }],
    notes: [lines(W.currency)],
  };
}

/** The heads of the table of lines. */
export function heads(): Paper['heads'] {
  return {
    description: lines(W.description),
    quantity: lines(W.quantity),
    unit: lines(W.unit),
    amount: lines(W.amount),
  };
}

function taxLabel({ lines: all }: PrintedInvoice): BothLines {
  return lines(all.find(({ kind }) => kind === 'tax')?.description ?? W.tax);
}

// How a line came about: its own period where it is another than the invoice's, the calculation, and what was rounded.
function howOf(line: PrintedLine, invoice: PrintedInvoice): BothLines {
  const parts: Both[] = [];
  const isOwn =
    line.periodStart.getTime() !== invoice.periodStart.getTime() ||
    line.periodEnd.getTime() !== invoice.periodEnd.getTime();
  if (isOwn && line.periodEnd > line.periodStart)
    parts.push(fillBoth(W.linePeriod, { from: momentOf(line.periodStart), until: momentOf(line.periodEnd) }));
  if (line.words) parts.push(line.words);
  if (line.exact !== undefined && !new Exact(line.exact).eq(line.amountCents))
    parts.push(fillBoth(W.rounded, { exact: dollars(line.exact, 8) }));
  const all = parts.map(lines);
  return { en: all.flatMap(({ en }) => en), ar: all.flatMap(({ ar }) => ar) };
}

/** Who writes: name, address and tax number from the settings. */
export function issuerLines(issuer: Issuer): Paper['issuer'] {
  const tax = issuer.INVOICE_TAX_NUMBER && fillBoth(W.taxNumber, { number: issuer.INVOICE_TAX_NUMBER });
  const [en, ar] = [issuer.INVOICE_COMPANY_ADDRESS, issuer.INVOICE_COMPANY_ADDRESS_AR];
  const details = lines({ en: broken(en ?? ''), ar: broken(ar ?? en ?? '') });
  const taxed = tax ? lines(tax) : { en: [], ar: [] };
  return {
    name: lines({ en: issuer.INVOICE_COMPANY_NAME, ar: issuer.INVOICE_COMPANY_NAME_AR }),
    details: { en: [...details.en, ...taxed.en], ar: [...details.ar, ...taxed.ar] },
  };
}

function paymentNote(issuer: Issuer): BothLines[] {
  const [en, ar] = [issuer.INVOICE_PAYMENT_NOTE, issuer.INVOICE_PAYMENT_NOTE_AR];
  return en === undefined ? [] : [lines({ en: broken(en), ar: broken(ar ?? en) })];
}

// A setting is one line of text; a bar begins a new line on paper.
function broken(text: string): string {
  return text
    .split('|')
    .map((line) => line.trim())
    .join('\n');
}

function schoolLines({ name, nameAr }: PrintedInvoice['school']): BothLines {
  return lines({ en: name, ar: nameAr ?? name });
}

/** A text in both languages as the template takes it. */
export function lines({ en, ar }: Both): BothLines {
  return { en: isolatedLines(en, 'en'), ar: isolatedLines(ar, 'ar') };
}

function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

/** A moment in UTC: the day alone at midnight. */
function momentOf(moment: Date): string {
  const text = moment.toISOString();
  return text.slice(11, 16) === '00:00' ? text.slice(0, 10) : text.slice(0, 16).replace('T', ' ');
}

/** An amount with its currency. */
export function usd(cents: number): string {
  return `USD ${dollars(cents)}`;
}

/** Cents as dollars with grouping: at least two places, and as many more as the amount has, up to `places`. */
export function dollars(cents: number | string, places = 12): string {
  const value = new Exact(cents).div(100);
  return grouped(value.toFixed(Math.min(places, Math.max(2, value.decimalPlaces()))));
}

/** A number with its separators. */
export function grouped(number: string): string {
  const [whole = '', part] = number.replace('-', '\u2212').split('.');
  const text = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return part === undefined ? text : `${text}.${part}`;
}
