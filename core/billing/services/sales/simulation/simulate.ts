import type { Queryable } from '../../../../tenancy/index.ts';
import type { PriceBookContent } from '../../price-book/content.ts';
import { bookAt } from '../../price-book/read-book.ts';
import { readHistories } from './read-histories.ts';
import { simulateSchool } from './simulate-school.ts';
import type { SchoolEffect, SimulationPiece } from './types.ts';

/** Schools of one piece: small enough that its answer comes well within a second or two. */
export const PIECE = 100;

export type SimulationRequest = {
  draft: PriceBookContent;
  /** `next` of the piece before; absent for the first one. */
  after?: string | undefined;
  now: Date;
  /** Schools of this piece; PIECE without. */
  limit?: number;
};

/**
 * One piece of what every paying school would have paid in the last twelve whole months under the valid book and under a
 * draft. Platform scope; nothing is written. Throws price.no_book.
 */
export async function simulatePiece(
  client: Queryable,
  { draft, after, now, limit = PIECE }: SimulationRequest,
): Promise<SimulationPiece> {
  const valid = await bookAt(client, now);
  const { histories, total, isLast } = await readHistories(client, { after, limit, now });
  return {
    effects: histories.map((history) => simulateSchool(valid.content, draft, history)),
    total,
    next: isLast ? null : (histories.at(-1)?.tenantId ?? null),
  };
}

/** All pieces, one after the other; for commands and tests. */
export async function simulateAll(
  client: Queryable,
  request: Omit<SimulationRequest, 'after'>,
): Promise<SchoolEffect[]> {
  const effects: SchoolEffect[] = [];
  let after: string | undefined;
  do {
    const piece = await simulatePiece(client, { ...request, after });
    effects.push(...piece.effects);
    after = piece.next ?? undefined;
  } while (after !== undefined);
  return effects;
}
