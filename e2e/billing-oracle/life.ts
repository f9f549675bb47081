import { later, type Moment, momentAt, secondsOf } from './calendar.ts';
import { base, type Cycle, metered, type OraclePlan, overage, paid, rest, storage } from './prices.ts';

/** What a school held at the end of each day of a month, and what it used in it. */
export type LifeMonth = { students: number[]; bytes: number[]; meters: number[] };

/** Some months of a school, said without any word of the product. */
export type Life = {
  begin: Moment;
  plans: [OraclePlan, OraclePlan];
  cycle: Cycle;
  /** The group's discount of each base period, in order; the last one goes on. */
  percents: string[];
  addOn: { cents: number; gigabytes: number; quantity: number };
  setup: number;
  rates: string[];
  months: LifeMonth[];
  /** In a month, counted from 0, after a share of it in thousandths: to the second plan, or from monthly to yearly. */
  change?: { kind: 'plan' | 'cycle'; month: number; thousandths: number } | undefined;
};

export type Amount = { at: string; what: string; cents: number };

/** Every line that such a school is billed, by month; lines over nothing are left out. */
export function billOf(life: Life): Amount[] {
  const bill: Amount[] = [];
  const add = (at: string, what: string, cents: number) => {
    if (cents !== 0) bill.push({ at, what, cents });
  };
  let anchor = life.begin;
  let months = 0;
  let periods = 0;
  let cycle = life.cycle;
  let plan = life.plans[0];
  const percent = () => life.percents[Math.min(periods, life.percents.length - 1)] ?? '0';
  const length = () => (cycle === 'yearly' ? 12 : 1);
  const ahead = (at: string, isNewPeriod: boolean) => {
    if (isNewPeriod) {
      const { full, off } = base(plan, cycle, percent());
      add(at, 'base', full);
      add(at, 'discount', off);
    }
    add(at, 'add_on', life.addOn.cents * life.addOn.quantity);
  };
  ahead('start', true);
  add('start', 'setup', life.setup);
  life.months.forEach((month, index) => {
    const at = `month ${index}`;
    const start = secondsOf(later(anchor, months));
    const end = secondsOf(later(anchor, months + 1));
    const change = life.change?.month === index ? life.change : undefined;
    const extra = life.addOn.gigabytes * life.addOn.quantity;
    const most = (held: OraclePlan, from: number, to: number) => ({
      students: overage(held, Math.max(0, ...month.students.slice(from, to))),
      storage: storage(held, BigInt(Math.max(0, ...month.bytes.slice(from, to))), extra),
    });
    const when = start + Math.floor(((end - start) * (change?.thousandths ?? 0)) / 1000);
    let peaks = most(plan, 0, month.students.length);
    let isCut = false;
    if (change) {
      const periodStart = secondsOf(later(anchor, months - (months % length())));
      const periodEnd = secondsOf(later(anchor, months - (months % length()) + length()));
      const credit = (price: number, from: number, to: number) =>
        add(at, 'credit', -rest(price, to - when, to - from));
      if (change.kind === 'plan') {
        const split = Math.floor((month.students.length * change.thousandths) / 1000);
        const before = most(plan, 0, split);
        credit(paid(plan, cycle, percent()), periodStart, periodEnd);
        plan = life.plans[1];
        add(at, 'charge', rest(paid(plan, cycle, percent()), periodEnd - when, periodEnd - periodStart));
        const after = most(plan, split, month.students.length);
        peaks = {
          students: Math.max(before.students, after.students),
          storage: Math.max(before.storage, after.storage),
        };
      } else if (cycle === 'monthly') {
        credit(paid(plan, cycle, percent()), start, end);
        credit(life.addOn.cents * life.addOn.quantity, start, end);
        cycle = 'yearly';
        isCut = true;
      }
    }
    add(at, 'students', peaks.students);
    add(at, 'storage', peaks.storage);
    month.meters.forEach((quantity, meter) =>
      add(at, `meter ${meter}`, metered(life.rates[meter] ?? '0', quantity)),
    );
    months += 1;
    if (isCut) [anchor, months] = [momentAt(when), 0];
    const isNewPeriod = isCut || months % length() === 0;
    if (isNewPeriod) periods += 1;
    ahead(at, isNewPeriod);
  });
  return bill;
}
