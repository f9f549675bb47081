import { foldHeader } from './fold-header.ts';
import type { SheetField, SheetMapping, SheetRow } from './sheet-types.ts';

const ARABIC = /\p{Script=Arabic}/u;
const HEADER_ROWS = 15;

/** The number of the row that looks most like headers: the one with the most words we know, else the first with two cells. */
export function findHeaderRow(rows: readonly SheetRow[], fields: readonly SheetField[]): number | undefined {
  const known = wordsOf(fields);
  let best: { number: number; hits: number } | undefined;
  for (const row of rows.slice(0, HEADER_ROWS)) {
    const filled = row.cells.filter(({ text }) => text !== '').length;
    const hits = row.cells.filter(({ text }) => known.has(foldHeader(text))).length;
    if (filled >= 1 && (best === undefined || hits > best.hits)) {
      if (hits > 0 || filled >= 2) best = { number: row.number, hits };
    }
  }
  return best?.number;
}

/**
 * Which column is which field, by the words of the headers; each field once, the column that says it most plainly. Where
 * one header stands for both scripts the letters of the samples decide, so that an Arabic name never lands in the field of
 * the Latin one, nor the other way round.
 */
export function guessMapping(
  headers: readonly string[],
  samples: readonly SheetRow[],
  fields: readonly SheetField[],
): SheetMapping {
  const exact = wordsOf(fields);
  const mapping: Record<string, string> = {};
  const taken = new Set<string>();
  const take = (index: number, field: SheetField | undefined) => {
    if (field === undefined || mapping[index] !== undefined) return;
    const name = inScript(field, index, samples);
    if (taken.has(name)) return;
    mapping[index] = name;
    taken.add(name);
  };
  for (const [index, header] of headers.entries()) take(index, exact.get(foldHeader(header))?.[0]);
  // "Student: date of birth" holds a word we know; the longest one decides.
  const longest = [...exact].sort(([a], [b]) => b.length - a.length);
  for (const [index, header] of headers.entries()) {
    const folded = ` ${foldHeader(header)} `;
    const found = longest.find(
      ([word, [field]]) =>
        word.length >= 4 && folded.includes(` ${word} `) && field && !taken.has(field.name),
    );
    take(index, found?.[1][0]);
  }
  return mapping;
}

function inScript(field: SheetField, index: number, samples: readonly SheetRow[]): string {
  if (field.inArabic === undefined) return field.name;
  const texts = samples.map(({ cells }) => cells[index]?.text ?? '').filter((text) => text !== '');
  const arabic = texts.filter((text) => ARABIC.test(text)).length;
  return texts.length > 0 && arabic * 2 > texts.length ? field.inArabic : field.name;
}

function wordsOf(fields: readonly SheetField[]): Map<string, SheetField[]> {
  const words = new Map<string, SheetField[]>();
  for (const field of fields)
    for (const synonym of [field.name, ...field.synonyms]) {
      const word = foldHeader(synonym);
      const known = words.get(word);
      if (known === undefined) words.set(word, [field]);
      else known.push(field);
    }
  return words;
}
