import type pg from 'pg';
import { DESCRIBE } from '../sql/describe.ts';
import { COUNT_WORDS, findRecords, LIKELY_WORDS } from '../sql/find-records.ts';
import { countLetters, lettersOf, mistakesAllowed, nearestWords } from './edit-distance.ts';
import { kindOf, SEARCH_KINDS, type SearchKind, type SearchReach } from './kinds.ts';
import { endOfPrefix, queryWords } from './query-words.ts';

export type SearchHit = {
  kind: SearchKind;
  id: string;
  title: string;
  titleAr: string | null;
  detail: string | null;
  detailAr: string | null;
  active: boolean;
  match: 'exact' | 'prefix' | 'fuzzy';
};

type Found = { kind: SearchKind; id: string; match: SearchHit['match']; standing: number };

// Where counting the records of a word stops, and how many of them may be looked at: two words that many records have are
// found together long before.
const COMMON = 1000;
// Fewer hits than these, and words that are nearly those typed are tried.
const FEW = 3;
const NEAR_WORDS = 4;
const COMBINATIONS = 4;
// A word that more records have than these was meant as it was typed.
const RARE = 20;

/**
 * Finds people, classes and papers of the school of the scope: exact words before beginnings of words before words with a
 * mistake, active before inactive, at most `perKind` of a kind. Nothing outside of `reach` is found, whatever is typed.
 */
export async function search(
  pool: pg.Pool,
  text: string,
  reach: SearchReach,
  perKind: number,
): Promise<SearchHit[]> {
  const words = queryWords(text);
  if (words.length === 0 || reach.size === 0) return [];
  const kinds = [...reach.keys()].map((kind) => SEARCH_KINDS[kind]);
  const counts = words.length === 1 ? new Map<string, number>() : await countWords(pool, kinds, words);
  const found = await find(pool, rarestFirst(words, counts), reach, perKind, false);
  if (found.length < FEW) {
    const seen = new Set(found.map(({ id }) => id));
    const near = await findNear(pool, words, counts, reach, perKind);
    found.push(...near.filter(({ id }) => !seen.has(id)));
  }
  return describeHits(pool, found, reach, perKind);
}

async function find(
  pool: pg.Pool,
  words: string[],
  reach: SearchReach,
  perKind: number,
  isFuzzy: boolean,
): Promise<Found[]> {
  const kinds = [...reach.keys()].map((kind) => SEARCH_KINDS[kind]);
  const [leading = '', ...others] = words;
  const narrowed = [...reach].filter(([, records]) => records !== 'all');
  const { rows } = await pool.query(findRecords(others.length), [
    kinds,
    leading,
    endOfPrefix(leading),
    perKind,
    others.length === 0 ? perKind * 8 : COMMON,
    narrowed.map(([kind]) => SEARCH_KINDS[kind]),
    narrowed.flatMap(([, records]) => [...records]),
    ...others.flatMap((word) => [word, endOfPrefix(word)]),
  ]);
  return rows.flatMap(({ kind, id, standing, is_exact }): Found[] => {
    const name = kindOf(kind);
    if (name === undefined) return [];
    return [{ kind: name, id, standing, match: isFuzzy ? 'fuzzy' : is_exact ? 'exact' : 'prefix' }];
  });
}

async function countWords(pool: pg.Pool, kinds: number[], words: string[]): Promise<Map<string, number>> {
  const { rows } = await pool.query(COUNT_WORDS, [kinds, words, words.map(endOfPrefix), COMMON]);
  return new Map(rows.map((row) => [words[row.place - 1] ?? '', Number(row.records)]));
}

function rarestFirst(words: string[], counts: ReadonlyMap<string, number>): string[] {
  return words.toSorted((a, b) => (counts.get(a) ?? 0) - (counts.get(b) ?? 0) || b.length - a.length);
}

// A word that hardly any record has may be one of the nearest words of the school; the nearest of all words together come first.
async function findNear(
  pool: pg.Pool,
  words: string[],
  counts: ReadonlyMap<string, number>,
  reach: SearchReach,
  perKind: number,
): Promise<Found[]> {
  const choices: string[][] = [];
  for (const word of words) {
    const near = (counts.get(word) ?? 0) > RARE ? [] : await nearWords(pool, word);
    choices.push(near.length > 0 ? near : [word]);
  }
  if (choices.every(([first], index) => first === words[index])) return [];
  const found = new Map<string, Found>();
  for (const combination of combinations(choices, COMBINATIONS)) {
    const longestFirst = combination.toSorted((a, b) => b.length - a.length);
    for (const hit of await find(pool, longestFirst, reach, perKind, true))
      if (!found.has(hit.id)) found.set(hit.id, hit);
    if (found.size >= perKind) break;
  }
  return [...found.values()];
}

async function nearWords(pool: pg.Pool, word: string): Promise<string[]> {
  const limit = mistakesAllowed(word);
  if (limit === 0) return [];
  const letters = lettersOf(word);
  const { rows } = await pool.query(LIKELY_WORDS, [
    word.length - limit,
    word.length + limit + 4,
    letters,
    countLetters(letters) - limit,
  ]);
  const likely = new Set(rows.map((row) => String(row.word)));
  return nearestWords(word, [...likely], NEAR_WORDS);
}

/** The combinations of one choice a word, those of early choices first, at most `most`. */
function combinations(choices: string[][], most: number): string[][] {
  let all: { words: string[]; rank: number }[] = [{ words: [], rank: 0 }];
  for (const choice of choices) {
    all = all
      .flatMap(({ words, rank }) =>
        choice.map((word, index) => ({ words: [...words, word], rank: rank + index })),
      )
      .toSorted((a, b) => a.rank - b.rank)
      .slice(0, most);
  }
  return all.map(({ words }) => words);
}

async function describeHits(
  pool: pg.Pool,
  found: Found[],
  reach: SearchReach,
  perKind: number,
): Promise<SearchHit[]> {
  const students = reach.get('student');
  const seenPupils = students === undefined ? [] : students === 'all' ? null : students;
  const groups = await Promise.all(
    [...reach.keys()].map(async (kind) => {
      const ofKind = found.filter((hit) => hit.kind === kind).slice(0, perKind);
      if (ofKind.length === 0) return [];
      const ids = ofKind.map(({ id }) => id);
      const { rows } = await pool.query(DESCRIBE[kind], kind === 'guardian' ? [ids, seenPupils] : [ids]);
      const texts = new Map(rows.map((row) => [row.id as string, row]));
      return ofKind.flatMap(({ id, match }): SearchHit[] => {
        const text = texts.get(id);
        return text ? [{ kind, match, ...text }] : [];
      });
    }),
  );
  return groups.flat().toSorted((a, b) => rank(a) - rank(b));
}

const MATCHES = ['exact', 'prefix', 'fuzzy'];
const KINDS = Object.keys(SEARCH_KINDS);

function rank({ kind, match, active }: SearchHit): number {
  return KINDS.indexOf(kind) * 10 + MATCHES.indexOf(match) * 2 + (active ? 0 : 1);
}

/** Writes the words of the school of the scope anew: for a school restored from a copy, or after a change of the folding. */
export async function rebuildSearch(pool: pg.Pool): Promise<void> {
  await pool.query('select daftar.rebuild_search()');
}
