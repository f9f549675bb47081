/** One row of the map of docs/security.md: an attack, and the test that shows it fails or why there is none yet. */
export type MapRow = { id: string; title: string; file: string; line: number };

/** A test whose title names an attack: "A7: should ...". */
export type NamedTest = { id: string; title: string; file: string };

const ID = /^[AISR]\d+[a-z]?$/;
// Where a title begins; its end is looked for by hand, so that no text makes an expression run long.
const BEGINNING = /(['"`])([AISR]\d{1,3}[a-z]?): should /g;
const CALL = /\b(?:it|test|define)[.(]/;

/** Reads the rows `| A1 | title or "open: reason" | file |`. Code marks around a cell do not matter. */
export function readMap(text: string): MapRow[] {
  return text.split('\n').flatMap((line, index) => {
    const cells = line.trim().split('|');
    const [outside, id = ''] = cells.map((cell) => cell.trim());
    if (outside !== '' || cells.length < 5 || cells.at(-1) !== '' || !ID.test(id)) return [];
    const [title, file] = [cells.slice(2, -2).join('|'), cells.at(-2) ?? ''];
    const bare = (cell: string) => cell.trim().replace(/^`(.*)`$/, '$1');
    return [{ id, title: bare(title), file: bare(file), line: index + 1 }];
  });
}

/** The tests of a file whose titles name an attack. */
export function readTitles(file: string, source: string): NamedTest[] {
  const tests = [...source.matchAll(BEGINNING)].flatMap(({ index, 1: quote = '', 2: id = '' }) => {
    const [rest = ''] = source.slice(index + 1).split('\n', 1);
    const end = rest.indexOf(quote);
    return end > 0 && opensTest(source, index) ? [{ id, title: rest.slice(0, end), file }] : [];
  });
  return [...new Map(tests.map((test) => [test.title, test])).values()];
}

// it('title') on one line, or it.each([...])('title'), where the title may open a line of its own.
function opensTest(source: string, at: number): boolean {
  const before = source.slice(Math.max(0, at - 300), at);
  const [line = ''] = before.split(/[\n'"`]/).slice(-1);
  return CALL.test(line) || before.trimEnd().endsWith(')(');
}

/**
 * What is wrong with the map, a sentence each: a row whose test is not there, an empty reason, a test that no row names.
 * A map without rows is wrong too.
 */
export function checkMap(rows: readonly MapRow[], tests: readonly NamedTest[]): string[] {
  if (rows.length === 0) return ['docs/security.md holds no row of the form | A1 | test title | file |.'];
  const wrong: string[] = [];
  for (const { id, title, file, line } of rows) {
    const where = `docs/security.md, line ${line}, ${id}`;
    if (title.startsWith('open:')) {
      if (title.slice('open:'.length).trim().length < 10) wrong.push(`${where}: say why it is open.`);
    } else if (!title.startsWith(`${id}: `)) {
      wrong.push(`${where}: the title does not begin with "${id}: ".`);
    } else if (!tests.some((test) => test.title === title && test.file === file)) {
      wrong.push(`${where}: there is no test "${title}" in ${file || 'no file'}.`);
    }
  }
  for (const { id, title, file } of tests)
    if (!rows.some((row) => row.title === title && row.file === file))
      wrong.push(`${file}: the test "${title}" is missing from the map of docs/security.md under ${id}.`);
  return wrong;
}
