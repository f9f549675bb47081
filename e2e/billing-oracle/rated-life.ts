import {
  type Arrears,
  type InvoiceLine,
  type Period,
  type PriceBook,
  type PriceBookContent,
  periodAt,
  periodOf,
  rateChange,
  ratePeriod,
  rateStart,
  type Segment,
  type SubscriptionTerms,
} from '../../core/billing/index.ts';
import type { Moment } from './calendar.ts';
import type { Amount, Life, LifeMonth } from './life.ts';
import type { OraclePlan } from './prices.ts';

const LABELS: Record<string, string> = {
  proration_credit: 'credit',
  proration_charge: 'charge',
  student_overage: 'students',
  storage_overage: 'storage',
};

/** The lines that the product rates for a life, in the words of the oracle; lines over nothing are left out. */
export function ratedLife(life: Life): Amount[] {
  const bill: Amount[] = [];
  const book = bookOf(life);
  const add = (at: string, lines: InvoiceLine[]) => {
    for (const { kind, code, amountCents } of lines)
      if (amountCents !== 0)
        bill.push({
          at,
          what: kind === 'metered' ? code.replace('_', ' ') : (LABELS[kind] ?? kind),
          cents: amountCents,
        });
  };
  let renewals = 0;
  const percent = () => life.percents[Math.min(renewals, life.percents.length - 1)] ?? '0';
  let terms: SubscriptionTerms = {
    plan: 'small',
    cycle: life.cycle,
    groupPercent: percent(),
    addOns: [{ code: 'more', quantity: life.addOn.quantity }],
  };
  let anchor = dateOf(life.begin);
  add('start', rateStart({ book, terms, start: anchor, once: ['setup'] }));
  let month: Period = periodOf(anchor, 'monthly', 0);
  life.months.forEach((used, index) => {
    const at = `month ${index}`;
    let segments: Segment[] = [segment(book, terms, used, 0, used.students.length)];
    const change = life.change?.month === index ? life.change : undefined;
    let isCut = false;
    if (change) {
      const seconds = (month.end.getTime() - month.start.getTime()) / 1000;
      const when = new Date(month.start.getTime() + Math.floor((seconds * change.thousandths) / 1000) * 1000);
      const from = { book, terms };
      const next: SubscriptionTerms =
        change.kind === 'plan' ? { ...terms, plan: 'large' } : { ...terms, cycle: 'yearly' };
      const period = periodAt(anchor, terms.cycle, month.start);
      if (change.kind === 'cycle' && terms.cycle === 'monthly') {
        renewals += 1;
        next.groupPercent = percent();
      }
      const rated = rateChange({ from, to: { book, terms: next }, period, month, at: when });
      add(at, rated.lines);
      if (change.kind === 'plan') {
        const split = Math.floor((used.students.length * change.thousandths) / 1000);
        segments = [
          segment(book, terms, used, 0, split),
          segment(book, next, used, split, used.students.length),
        ];
      }
      terms = next;
      if (rated.anchor) {
        isCut = true;
        anchor = rated.anchor;
        month = { start: month.start, end: when };
      }
    }
    const arrears: Arrears = {
      month,
      book,
      segments,
      meters: used.meters.map((quantity, meter) => ({
        meter: `meter_${meter}`,
        quantity,
        events: { count: 1 },
      })),
    };
    const start = month.end;
    // What a cut month pays ahead is on the invoice of the change.
    const base = isCut ? undefined : newPeriod(anchor, terms, start);
    if (base) terms = { ...terms, groupPercent: renewed() };
    add(
      at,
      ratePeriod(
        arrears,
        isCut ? undefined : { book, terms, base, month: periodAt(anchor, 'monthly', start) },
      ),
    );
    month = periodAt(anchor, 'monthly', start);
  });
  return bill;

  function renewed(): string {
    renewals += 1;
    return percent();
  }
}

/** A price book that holds the plans, the add-on and the rates of a life. */
export function bookOf({ plans, addOn, setup, rates }: Omit<Life, 'months' | 'begin'>): PriceBook {
  const name = { en: 'Name', ar: 'اسم' };
  const planOf = (code: string, plan: OraclePlan): PriceBookContent['plans'][number] => ({
    code,
    name,
    monthly: plan.monthly,
    yearly: plan.yearly,
    students: plan.students ?? null,
    teachers: null,
    storageGb: plan.gigabytes ?? null,
    studentCeiling: null,
    studentOverage: { block: plan.block, cents: plan.blockCents },
    storageOverage: { cents: plan.gigabyteCents },
    features: [],
    isOpen: true,
  });
  return {
    version: 1,
    validFrom: new Date(0),
    content: {
      currency: 'usd',
      trialDays: 14,
      graceHours: 168,
      ceilingDays: 14,
      plans: [planOf('small', plans[0]), planOf('large', plans[1])],
      addOns: [
        {
          code: 'more',
          name,
          kind: 'monthly',
          cents: addOn.cents,
          features: [],
          storageGb: addOn.gigabytes,
          inMrr: true,
        },
        { code: 'setup', name, kind: 'once', cents: setup, features: [], storageGb: 0, inMrr: false },
      ],
      meters: rates.map((rate, index) => ({ code: `meter_${index}`, name, unit: name, rate })),
      groupDiscount: { code: 'group', name, percent: '10', fromSchools: 3 },
      tax: null,
    },
  };
}

function dateOf({ year, month, day, second }: Moment): Date {
  return new Date(Date.UTC(year, month - 1, day, 0, 0, second));
}

function newPeriod(anchor: Date, terms: SubscriptionTerms, at: Date): Period | undefined {
  const period = periodAt(anchor, terms.cycle, at);
  return period.start.getTime() === at.getTime() ? { start: period.start, end: period.end } : undefined;
}

function segment(
  book: PriceBook,
  terms: SubscriptionTerms,
  used: LifeMonth,
  from: number,
  to: number,
): Segment {
  return {
    book,
    terms,
    peakStudents: Math.max(0, ...used.students.slice(from, to)),
    peakStorageBytes: Math.max(0, ...used.bytes.slice(from, to)),
  };
}
