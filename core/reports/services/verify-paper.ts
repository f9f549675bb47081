import type pg from 'pg';
import { tidyCheckCode } from './issue-numbers.ts';
import { checkPaper } from './print-papers.ts';

/** What somebody who holds a paper is told about it: enough to see that it is this one, and no more of its holder. */
export type VerifiedPaper = {
  kind: string;
  number: string;
  /** Own name and the first letter of the last: "Layla A." */
  name: string;
  nameAr?: string;
  /** A plain date. */
  issuedOn: string;
  isWithdrawn: boolean;
};

// Found or not, and whatever is wrong with it: an answer takes this long, so that its time tells nothing.
const ANSWER_MS = 250;
// "RC-2026-000042 ABCD-EFGH", with whatever a scanner or a hand puts around and between.
const PAPER = /(?:^|[^0-9A-Z])([A-Z]{2}-\d{4}-\d{6,9})[^0-9A-Z]+([0-9A-Z]{4}-?[0-9A-Z]{4})(?![0-9A-Z])/;

/**
 * The paper that a text names by its number and check code, for people who are not signed in. A wrong number, a wrong code
 * and a card that was not given to families yet are the same answer, undefined, after the same time. Runs under the scope of
 * the school; how often somebody may ask is the caller's business.
 */
export async function verifyPaper(pool: pg.Pool, text: string): Promise<VerifiedPaper | undefined> {
  const [found] = await Promise.all([
    findPaper(pool, text),
    new Promise((resolve) => setTimeout(resolve, ANSWER_MS)),
  ]);
  return found;
}

async function findPaper(pool: pg.Pool, text: string): Promise<VerifiedPaper | undefined> {
  const named = PAPER.exec(plain(text));
  const paper = await checkPaper(pool, {
    number: named?.[1] ?? '',
    checkCode: tidyCheckCode(named?.[2] ?? ''),
  });
  if (!paper || !KNOWN_STATES.has(paper.state)) return undefined;
  return {
    kind: paper.kind,
    number: paper.number,
    name: maskName(paper.name),
    ...(paper.nameAr ? { nameAr: maskName(paper.nameAr) } : {}),
    issuedOn: paper.issuedOn,
    isWithdrawn: paper.state === 'withdrawn',
  };
}

/** Own name and the first letter of the last; of a single name its first letter. */
export function maskName(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = words[0] ?? '';
  const last = words.length > 1 ? (words.at(-1) ?? '') : '';
  return last ? `${first} ${firstLetter(last)}.` : `${firstLetter(first)}.`;
}

// A card that was approved and not published has reached nobody yet.
const KNOWN_STATES = new Set(['issued', 'published', 'withdrawn']);

function firstLetter(word: string): string {
  const plainWord = word.startsWith('ال') && word.length > 3 ? word.slice(2) : word;
  return [...plainWord][0] ?? '';
}

function plain(text: string): string {
  return text
    .slice(0, 300)
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .toUpperCase();
}
