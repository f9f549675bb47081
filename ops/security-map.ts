/** One row of the map of docs/security.md: an attack, and the test that shows it fails or why there is none yet. */
export type MapRow = { id: string; title: string; file: string; line: number };

/** A test whose title names an attack: "A7: should ...". */
export type NamedTest = { id: string; title: string; file: string };

const ROW = /^\|\s*([AISR]\d+[a-z]?)\s*\|(.*)\|(.*)\|\s*$/;
const TITLE = /\b(?:it|test|define)(?:\.each)?[^'"`\n]*(['"`])(([AISR]\d+[a-z]?): should .*?)\1/g;
// it.each([...])('title'): the title opens a line of its own call.
const TITLE_OF_EACH = /\)\(\s*(['"`])(([AISR]\d+[a-z]?): should .*?)\1/g;

/** Reads the rows `| A1 | title or "open: reason" | file |`. Code marks around a cell do not matter. */
export function readMap(text: string): MapRow[] {
  return text.split('\n').flatMap((line, index) => {
    const [, id = '', title = '', file = ''] = ROW.exec(line) ?? [];
    const bare = (cell: string) => cell.trim().replace(/^`(.*)`$/, '$1');
    return id ? [{ id, title: bare(title), file: bare(file), line: index + 1 }] : [];
  });
}

/** The tests of a file whose titles name an attack. */
export function readTitles(file: string, source: string): NamedTest[] {
  const tests = [...source.matchAll(TITLE), ...source.matchAll(TITLE_OF_EACH)].map(
    ([, , title = '', id = '']) => ({
      id,
      title,
      file,
    }),
  );
  return [...new Map(tests.map((test) => [test.title, test])).values()];
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
