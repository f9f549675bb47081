/**
 * How many letters must be added, taken away, changed or swapped with their neighbour to make `word` of `typed`; more than
 * `limit` is told as limit + 1. With `isOpen` the end of the word does not count, for a word that is still being typed.
 */
export function editDistance(typed: string, word: string, limit: number, isOpen = false): number {
  const rows = typed.length;
  const columns = isOpen ? Math.min(word.length, rows + limit) : word.length;
  if (rows - columns > limit || (!isOpen && columns - rows > limit)) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: columns + 1 }, (_, column) => column);
  for (let row = 1; row <= rows; row += 1) {
    const line = [row];
    let least = row;
    for (let column = 1; column <= columns; column += 1) {
      const isSame = typed.charCodeAt(row - 1) === word.charCodeAt(column - 1);
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (line[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
      );
      const isSwap =
        row > 1 &&
        column > 1 &&
        typed.charCodeAt(row - 1) === word.charCodeAt(column - 2) &&
        typed.charCodeAt(row - 2) === word.charCodeAt(column - 1);
      if (isSwap) cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      line.push(cost);
      least = Math.min(least, cost);
    }
    if (least > limit) return limit + 1;
    beforeLast = last;
    last = line;
  }
  const distance = isOpen ? Math.min(...last) : (last[columns] ?? limit + 1);
  return Math.min(distance, limit + 1);
}

/** How many mistakes a word of this length may hold: none up to three letters, one up to seven, then two. */
export function mistakesAllowed(word: string): number {
  if (word.length < 4 || /\d/.test(word)) return 0;
  return word.length < 8 ? 1 : 2;
}

/** The words nearest to what was typed, nearest first; words that start with it are left to the search itself. */
export function nearestWords(typed: string, words: readonly string[], most: number): string[] {
  const limit = mistakesAllowed(typed);
  if (limit === 0) return [];
  const near: { word: string; distance: number }[] = [];
  for (const word of words) {
    const whole = editDistance(typed, word, limit);
    // The beginning of a longer word counts half a mistake more than a whole one.
    const distance = whole <= limit ? whole : editDistance(typed, word, limit, true) + 0.5;
    if (distance < limit + 1) near.push({ word, distance });
  }
  near.sort((a, b) => a.distance - b.distance || (a.word < b.word ? -1 : 1));
  return near.slice(0, most).map(({ word }) => word);
}

/** Which letters a word has, one bit each, as `daftar.letters_of` says it. */
export function lettersOf(word: string): number {
  let letters = 0;
  for (const letter of word) letters |= 1 << ((letter.codePointAt(0) ?? 0) % 31);
  return letters;
}

/** How many bits are set. */
export function countLetters(letters: number): number {
  let count = 0;
  for (let rest = letters; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
