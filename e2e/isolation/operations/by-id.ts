import { randomUUID } from 'node:crypto';
import type { HttpAnswer } from '../../support/index.ts';
import { TARGETS } from '../world/plant.ts';
import type { Ask, Cell, Outcome, Session } from './types.ts';

/**
 * Tries one row of each kind by its id, and an id that does not exist. A row of another school must be
 * indistinguishable from the latter, in status and body, unless it may be reached.
 */
export async function byId(
  session: Session,
  request: (id: string) => Ask,
  judge: (answer: HttpAnswer, id: string) => Promise<Outcome> | Outcome = statusOf,
): Promise<Cell> {
  const cell: Cell = {};
  let foreign: string | undefined;
  for (const target of TARGETS) {
    const id = session.idOf(target);
    if (id === undefined) continue;
    const answer = await session.ask(request(id));
    cell[target] = await judge(answer, id);
    if (target !== 'foreign') continue;
    if (cell.foreign === 'ok' && answer.status === 200) session.readsForeign = true;
    if (!session.readsForeign && !KEYED.includes(session.slug)) foreign = plain(answer, id);
  }
  if (foreign !== undefined) {
    const id = randomUUID();
    const answer = await session.ask(request(id));
    await session.changes();
    if (plain(answer, id) !== foreign)
      session.fault(`tells a foreign row from none: ${foreign} and ${plain(answer, id)}`);
  }
  return cell;
}

// Collections whose "id" is a name that everybody may choose for a row of their own.
const KEYED = ['payload-preferences'];

/** The outcome an answer's status alone says. */
export function statusOf(answer: HttpAnswer): Outcome {
  return answer.status < 300 ? 'ok' : String(answer.status);
}

function plain(answer: HttpAnswer, id: string): string {
  return `${answer.status} ${answer.text.replaceAll(id, '<id>')}`.slice(0, 2000);
}
