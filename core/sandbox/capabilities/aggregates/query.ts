import type pg from 'pg';
import { plainDateIn, sha256Hex } from '../../../kernel/index.ts';
import { inTransaction, type Queryable, requireTenant } from '../../../tenancy/index.ts';
import { type Capability, refuseCall } from '../registry.ts';
import { checkQuestion, type Group, groupCells, type Question, toldGroup } from './answer.ts';
import { openBook, readCells } from './book.ts';

/** Different questions of one install on one school day. */
export const QUESTIONS_A_DAY = 50;

/**
 * `aggregates.query`: grouped numbers that no difference of two answers leads back to fewer than 10 pupils. Why this holds:
 * docs/decisions/0013-aggregates-from-fixed-cells.md.
 */
export function aggregatesQueryCapability(pool: pg.Pool): Capability<'aggregates.query'> {
  return {
    name: 'aggregates.query',
    run: async ({ installId }, question) => {
      checkQuestion(question);
      const { id, timeZone } = requireTenant();
      const today = plainDateIn(timeZone, Date.now());
      return inTransaction(pool, async (client) => {
        // One question of a school at a time: the day's numbers are counted once, and the budget is exact.
        await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
          `daftar.aggregates:${id}`,
        ]);
        const asked = sha256Hex(JSON.stringify(canonical(question)));
        const { known, spent } = await findAnswer(client, installId, today, asked);
        if (known) return { groups: known, budgetLeft: QUESTIONS_A_DAY - spent };
        if (spent >= QUESTIONS_A_DAY)
          refuseCall(
            'budget_spent',
            `${QUESTIONS_A_DAY} different questions were asked today; repeat one, or wait.`,
          );
        const structure = await openBook(client, today);
        const groups = groupCells(question, structure, await readCells(client, question.measure)).map(
          (group) => toldGroup(question.metric, group),
        );
        await client.query(
          'insert into plugin_aggregate_questions (install_id, day, question, answer) values ($1, $2, $3, $4)',
          [installId, today, asked, JSON.stringify(groups)],
        );
        return { groups, budgetLeft: QUESTIONS_A_DAY - spent - 1 };
      });
    },
  };
}

async function findAnswer(
  client: Queryable,
  installId: string,
  today: string,
  asked: string,
): Promise<{ known: Group[] | undefined; spent: number }> {
  await client.query('delete from plugin_aggregate_questions where install_id = $1 and day < $2', [
    installId,
    today,
  ]);
  const { rows } = await client.query(
    `select count(*)::int as spent, (array_agg(answer) filter (where question = $3))[1] as known
       from plugin_aggregate_questions where install_id = $1 and day = $2`,
    [installId, today, asked],
  );
  return { known: rows[0]?.known ?? undefined, spent: rows[0]?.spent ?? 0 };
}

/** The same for the same question, in whatever order its parts were written. */
function canonical({ measure, metric, groupBy, filter = {} }: Question): unknown {
  return [measure, metric, groupBy, Object.entries(filter).sort(([a], [b]) => (a < b ? -1 : 1))];
}
