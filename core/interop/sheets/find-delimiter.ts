const DELIMITERS = [',', ';', '\t', '|'] as const;
const SAMPLE_LINES = 30;

/**
 * The sign between the cells of a text: the one that parts most lines into the same number of cells, at least two. Signs
 * inside quotes do not count. A comma when nothing parts the lines.
 */
export function findDelimiter(text: string): string {
  let best = { delimiter: ',' as string, score: 0 };
  for (const delimiter of DELIMITERS) {
    const counts = countCells(text, delimiter);
    const usual = new Map<number, number>();
    for (const count of counts) if (count > 1) usual.set(count, (usual.get(count) ?? 0) + 1);
    for (const [cells, lines] of usual) {
      // Many lines of the same width weigh more than few wide ones: commas also stand in addresses.
      const score = (lines / counts.length) * 1000 + Math.min(cells, 100);
      if (score > best.score) best = { delimiter, score };
    }
  }
  return best.delimiter;
}

function countCells(text: string, delimiter: string): number[] {
  const counts: number[] = [];
  let cells = 1;
  let isQuoted = false;
  let isBlank = true;
  for (const letter of text) {
    if (letter === '"') isQuoted = !isQuoted;
    else if (!isQuoted && letter === '\n') {
      if (!isBlank) counts.push(cells);
      if (counts.length === SAMPLE_LINES) return counts;
      cells = 1;
      isBlank = true;
      continue;
    } else if (!isQuoted && letter === delimiter) cells += 1;
    if (letter.trim() !== '') isBlank = false;
  }
  if (!isBlank) counts.push(cells);
  return counts;
}
