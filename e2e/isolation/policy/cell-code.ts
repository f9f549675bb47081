import type { Cell, Outcome } from '../operations/types.ts';

/**
 * A cell as people read it:
 *   all    every row of the school; a foreign row is as one that does not exist
 *   own    rows of one's own; all others are as ones that do not exist
 *   none   answered, and there is no row for this person
 *   any    every row, of every school
 *   403    refused with this status, whatever the row
 * After a dot, the status that rows beyond the person's reach get when it is not 404 or an empty list (`own·403`). A
 * star: the person may, and a rule of the database refused this very row (in use, or there already). What fits none of
 * these is spelled out as own/other/foreign.
 */
export function codeOf({ own, other, foreign }: Cell): string {
  const all = [own, other, foreign].filter((outcome): outcome is Outcome => outcome !== undefined);
  if (all.length === 0) return 'none to try';
  if (all.every(isHidden) && !all.every((outcome) => outcome === '404')) return 'none';
  if (new Set(all).size === 1 && all[0] !== 'ok' && all[0] !== '409') return all[0] ?? '';
  const star = all.includes('409') ? '*' : '';
  const reach = [own, other, foreign].map((outcome) =>
    outcome === undefined ? undefined : outcome === 'ok' || outcome === '409',
  );
  const beyond = new Set([own, other, foreign].filter((_, index) => reach[index] === false));
  const word = wordOf(reach);
  if (word === undefined || beyond.size > 1)
    return [own, other, foreign].map((outcome) => outcome ?? '-').join('/');
  const [refusal] = beyond;
  return `${word}${refusal === undefined || isHidden(refusal) ? '' : `·${refusal}`}${star}`;
}

function isHidden(outcome: Outcome): boolean {
  return outcome === 'hidden' || outcome === '404';
}

// In the order own, other, foreign; a row that is not there to try says nothing.
function wordOf([own, other, foreign]: (boolean | undefined)[]): string | undefined {
  if (own !== false && other !== false && foreign !== false) return foreign === undefined ? 'all' : 'any';
  if (foreign) return undefined;
  if (own !== false && other !== false) return 'all';
  if (own && other === false) return 'own';
  return undefined;
}
