import { beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from './core/store.ts';
import { startTestEmulator } from './test-client.ts';
import { createTypeJudge, missingMembers, readFixtures } from './testing/compare-answers.ts';
import { makeAnswers } from './testing/make-answers.ts';

/** Members that the samples have and that we leave out, with the reason. */
const leftOut: Record<string, Record<string, string>> = {
  charge: { refunds: 'comes only when asked for by expand, as in every version since 2022-11-15' },
  credit_note_line_item: { invoice_line_item: 'only a line that credits a line of the invoice names it' },
  invoice: { subscription: 'the types of this version have it in parent.subscription_details alone' },
};

describe('answers', () => {
  let answers: Record<string, JsonObject>;
  beforeAll(async () => {
    const { stripe } = await startTestEmulator();
    // As they came over the wire: without the SDK's decimals and undefined members.
    answers = JSON.parse(JSON.stringify(await makeAnswers(stripe)));
  });

  it('should have every member of the samples', () => {
    const fixtures = readFixtures();
    const missing = Object.entries(answers).flatMap(([name, answer]) => {
      const sample = fixtures[name];
      if (!sample) return [`no sample of ${name}`];
      return missingMembers(sample, answer)
        .filter((member) => !(member in (leftOut[name] ?? {})))
        .map((member) => `${name}.${member}`);
    });
    expect(missing).toEqual([]);
  });

  it('should be what the types of the SDK say', { timeout: 120_000 }, () => {
    const judge = createTypeJudge();
    const problems = Object.entries(answers).flatMap(([name, answer]) => judge(name, answer));
    expect(problems).toEqual([]);
  });
});
