import type pg from 'pg';
import { AppError, plainDateIn } from '../../kernel/index.ts';
import type { Storage } from '../../storage/index.ts';
import { inTransaction, type Queryable, requireTenant } from '../../tenancy/index.ts';
import { FREEZE } from '../sql/cards.ts';
import { buildContents, type CardContent } from './build-snapshots.ts';
import { type Actor, audit, checkAll, idsOf, noteSteps } from './card-steps.ts';
import { newCheckCode, takeNumbers, verifyAddress } from './issue-numbers.ts';
import { currentLetterhead } from './letterhead.ts';
import { CARD_TEMPLATE } from './paper-templates.ts';
import type { CardSnapshot, Letterhead } from './types.ts';

/** Cards frozen in one transaction. */
const AT_ONCE = 250;

type Approval = {
  cards: string[];
  /** Approve although comments are missing; marks are never optional. */
  withoutComments: boolean;
  actor: Actor;
};

/**
 * Freezes cards: from now on each says what it says today, with a number and a check code of its own. All of them or, where
 * one is not ready, none: throws reports.marks_missing, reports.comments_missing or reports.state_changed.
 */
export async function approveCards(pool: pg.Pool, storage: Storage, approval: Approval): Promise<number> {
  const head = await currentLetterhead(pool, storage);
  return inTransaction(pool, async (client) => {
    for (let from = 0; from < approval.cards.length; from += AT_ONCE)
      await freeze(client, head, { ...approval, cards: approval.cards.slice(from, from + AT_ONCE) });
    return approval.cards.length;
  });
}

async function freeze(client: Queryable, head: Letterhead, approval: Approval): Promise<void> {
  const { cards, actor } = approval;
  const { rows } = await client.query(
    `select id, student_id, term_id, version from report_cards
      where id = any($1) and state in ('draft', 'submitted') order by id for update`,
    [cards],
  );
  checkAll(cards, idsOf({ rows }));
  const issuedOn = plainDateIn(requireTenant().timeZone, Date.now());
  const cardOf = new Map(rows.map((row) => [`${row.term_id} ${row.student_id}`, row]));
  for (const term of new Set(rows.map((row) => String(row.term_id)))) {
    const students = rows.filter((row) => row.term_id === term).map((row) => String(row.student_id));
    const contents = await buildContents(client, { term, students });
    checkContents(contents, approval.withoutComments);
    const numbers = await takeNumbers(client, 'report_card', {
      year: issuedOn.slice(0, 4),
      count: contents.length,
    });
    const frozen = contents.map((content, index) => {
      const card = cardOf.get(`${term} ${content.studentId}`);
      const named = { number: numbers[index] ?? '', checkCode: newCheckCode() };
      const issue = { ...named, code: verifyAddress(named), issuedOn };
      return {
        id: card?.id,
        number: issue.number,
        check_code: issue.checkCode,
        template: CARD_TEMPLATE,
        snapshot: snapshotOf(content, { ...issue, version: Number(card?.version), school: head }),
      };
    });
    checkAll(
      frozen.map(({ id }) => String(id)),
      idsOf(await client.query(FREEZE, [JSON.stringify(frozen)])),
    );
  }
  await noteSteps(client, { cards, step: 'approved', actor });
  await audit(client, { action: 'report_cards.approve', cards, actor });
}

/** The snapshot of a card: its content and what the issue adds, and nothing that is only for the making. */
export function snapshotOf(
  content: CardContent,
  issue: Pick<CardSnapshot, 'number' | 'checkCode' | 'code' | 'version' | 'issuedOn' | 'school'>,
): CardSnapshot {
  const { studentId: _, classroomId: __, missing: ___, ...said } = content;
  return { ...said, ...issue };
}

function checkContents(contents: CardContent[], withoutComments: boolean): void {
  const unmarked = contents.filter(({ missing, subjects }) => missing.length > 0 || subjects.length === 0);
  const [first] = unmarked;
  if (first)
    throw new AppError('reports.marks_missing', {
      count: unmarked.length,
      pupil: first.pupil.name.en,
      subjects:
        first.missing
          .slice(0, 5)
          .map(({ en }) => en)
          .join(', ') || '–',
    });
  const silent = withoutComments ? [] : contents.filter(({ comment }) => comment === null);
  if (silent[0])
    throw new AppError('reports.comments_missing', {
      count: silent.length,
      pupil: silent[0].pupil.name.en,
    });
}
