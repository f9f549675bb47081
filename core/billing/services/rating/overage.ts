import { Exact } from '../money.ts';
import { moneyText } from '../money-text.ts';
import type { BookPlan, PriceBook } from '../price-book/content.ts';
import type { SubscriptionTerms } from '../terms.ts';
import { addOnOf, planOf } from './advance.ts';
import { type InvoiceLine, makeLine, type Period } from './line.ts';
import { whole } from './words.ts';

/** 1 GB (C9). */
export const BYTES_OF_A_GB = 1_000_000_000;

/** A part of a month in which the terms were the same, with the highest counts of its days; most months have one. */
export type Segment = {
  book: PriceBook;
  terms: SubscriptionTerms;
  /** The highest number of active students at the end of a day (C4). */
  peakStudents: number;
  /** The highest number of bytes at the end of a day (C9). */
  peakStorageBytes: number;
};

/**
 * Student and storage overage of a month in arrears (C3, C5, C9): started blocks of students and started gigabytes above what
 * the terms include. A change of plan in the month makes segments; the dearest one counts, not their sum, as the highest day
 * counts in a month without a change. Neither a yearly nor a group's discount is taken of it. A contract has none: its price
 * was agreed with everything in it (C19). Nothing above: no line.
 */
export function rateOverage(segments: readonly Segment[], month: Period): InvoiceLine[] {
  const charged = segments.filter(({ terms }) => terms.contract === undefined);
  const students = charged.flatMap((segment) => studentLine(segment, month));
  const storage = charged.flatMap((segment) => storageLine(segment, month));
  return [...dearest(students), ...dearest(storage)];
}

/** Started blocks of students above the included ones; what `student_blocks` says at Stripe. */
export function studentBlocks(plan: Pick<BookPlan, 'students' | 'studentOverage'>, students: number): number {
  if (plan.students === null || plan.studentOverage === null) return 0;
  return Math.ceil(Math.max(0, students - plan.students) / plan.studentOverage.block);
}

/** Gigabytes that these terms include with their add-ons; undefined is no limit. */
export function includedStorageGb(book: PriceBook, terms: SubscriptionTerms): number | undefined {
  const { storageGb } = planOf(book, terms);
  if (storageGb === null) return undefined;
  return terms.addOns.reduce(
    (sum, { code, quantity }) => sum + addOnOf(book, code).storageGb * quantity,
    storageGb,
  );
}

/** Started gigabytes above the included ones; what `storage_gb` says at Stripe. */
export function extraStorageGb(book: PriceBook, terms: SubscriptionTerms, bytes: number): number {
  const included = includedStorageGb(book, terms);
  if (included === undefined || planOf(book, terms).storageOverage === null) return 0;
  return Math.ceil(Math.max(0, bytes - included * BYTES_OF_A_GB) / BYTES_OF_A_GB);
}

function studentLine({ book, terms, peakStudents }: Segment, month: Period): InvoiceLine[] {
  const plan = planOf(book, terms);
  const blocks = studentBlocks(plan, peakStudents);
  if (blocks === 0 || plan.studentOverage === null || plan.students === null) return [];
  const { block, cents } = plan.studentOverage;
  return [
    makeLine({
      kind: 'student_overage',
      code: plan.code,
      period: month,
      priceBookVersion: book.version,
      description: {
        en: `Students above the ${whole(plan.students)} included in ${plan.name.en}`,
        ar: `الطلاب فوق العدد المشمول في الخطة ${plan.name.ar} وهو ${whole(plan.students)}`,
      },
      quantity: blocks,
      unitCents: cents,
      exact: new Exact(blocks).times(cents),
      rule: 'started_blocks',
      inputs: { peakStudents, included: plan.students, block, blocks, cents },
      words: {
        en: `On the highest day ${whole(peakStudents)} active students, ${whole(peakStudents - plan.students)} above ${whole(plan.students)}: ${blocks} started blocks of ${block}, ${moneyText(cents).en} each.`,
        ar: `بلغ عدد الطلاب النشطين في أعلى يوم ${whole(peakStudents)}، أي ${whole(peakStudents - plan.students)} فوق ${whole(plan.students)}: ‏${blocks} من المجموعات المبدوءة من ${block}، سعر كل منها ${moneyText(cents).ar}.`,
      },
    }),
  ];
}

function storageLine({ book, terms, peakStorageBytes }: Segment, month: Period): InvoiceLine[] {
  const plan = planOf(book, terms);
  const gigabytes = extraStorageGb(book, terms, peakStorageBytes);
  if (gigabytes === 0 || plan.storageOverage === null) return [];
  const { cents } = plan.storageOverage;
  const included = includedStorageGb(book, terms) ?? 0;
  return [
    makeLine({
      kind: 'storage_overage',
      code: plan.code,
      period: month,
      priceBookVersion: book.version,
      description: {
        en: `Storage above the ${whole(included)} GB included`,
        ar: `التخزين فوق المساحة المشمولة وهي ${whole(included)} غيغابايت`,
      },
      quantity: gigabytes,
      unitCents: cents,
      exact: new Exact(gigabytes).times(cents),
      rule: 'started_gigabytes',
      inputs: { peakStorageBytes, includedGb: included, gigabytes, cents },
      words: {
        en: `On the highest day ${whole(peakStorageBytes)} bytes; above ${whole(included)} GB of 1,000,000,000 bytes that is ${gigabytes} started GB, ${moneyText(cents).en} each.`,
        ar: `بلغ التخزين في أعلى يوم ${whole(peakStorageBytes)} بايت؛ وفوق ${whole(included)} غيغابايت (الواحد 1,000,000,000 بايت) يكون ذلك ${gigabytes} غيغابايت مبدوءة، سعر كل منها ${moneyText(cents).ar}.`,
      },
    }),
  ];
}

function dearest(lines: InvoiceLine[]): InvoiceLine[] {
  return lines.sort((one, other) => other.amountCents - one.amountCents).slice(0, 1);
}
