import type { Summary } from '../measure.ts';
import type { Section } from '../page.ts';
import { entitlements } from './entitlements.ts';

const TARGET_MS = 1;

/** What a question about a plan costs, and what holding its answer costs the work. */
export async function entitlementsSection(): Promise<Section> {
  const result = await entitlements();
  const row = (name: string, { count, p50, p95, worst }: Summary) =>
    `| ${name} | ${count} | ${p50.toFixed(3)} | ${p95.toFixed(3)} | ${worst.toFixed(1)} |`;
  const holds = result.kept.p95 < TARGET_MS;
  return {
    title: 'Entitlements, budgets and seats',
    holds,
    text: `1,000 schools, one after the other, so that no answer is asked for twice in a row. Target: 95 of 100 kept answers below ${TARGET_MS} ms.

| | times | p50 ms | p95 ms | worst ms |
|---|---|---|---|---|
${row('may a school use a feature, answer kept', result.kept)}
${row('the same, asked of the database', result.fresh)}
${row('baseline: the smallest statement, with its scope', result.bare)}
${row('a message reserved, school without a budget', result.unlimited)}
${row('a message reserved, budget and 10,000 entries in the month', result.budgeted)}
${row('a student inserted, seats counted', result.seated)}
${row('baseline: the same without the count', result.unseated)}

The target ${holds ? 'holds' : 'does NOT hold'}. Counting a seat makes an insert ${(result.seated.p50 / result.unseated.p50).toFixed(2)} times as long; it asks the one answer of
the database each time and never a kept one.`,
  };
}
