/** Cells of one table: by operation, then by person. */
export type Table = Map<string, Map<string, string>>;

const BETWEEN = ', ';

/** A table as Markdown. People with the same column and operations with the same row share one. */
export function renderTable(table: Table): string {
  const people = [...new Set([...table.values()].flatMap((row) => [...row.keys()]))];
  const operations = [...table.keys()];
  const cell = (operation: string, person: string) => table.get(operation)?.get(person) ?? '';
  const columns = grouped(people, (person) =>
    operations.map((operation) => cell(operation, person)).join('|'),
  );
  const rows = grouped(operations, (operation) => people.map((person) => cell(operation, person)).join('|'));
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(['operation', ...columns.map((group) => group.join(BETWEEN))]),
    line(['---', ...columns.map(() => '---')]),
    ...rows.map((group) =>
      line([group.join('; '), ...columns.map(([person = '']) => cell(group[0] ?? '', person))]),
    ),
  ].join('\n');
}

/** Reads a table that `renderTable` wrote, wherever it stands in a text. Throws a sentence when there is none. */
export function parseTable(text: string, file: string): Table {
  const lines = text.split('\n').filter((line) => line.startsWith('| '));
  const [head, , ...body] = lines.map((line) => line.slice(2, -2).split(' | '));
  if (!head || body.length === 0) throw new Error(`${file} holds no table. Run "npm run policy -- --write".`);
  const columns = head.slice(1).map((names) => names.split(BETWEEN));
  const table: Table = new Map();
  for (const [names = '', ...cells] of body)
    for (const operation of names.split('; '))
      table.set(
        operation,
        new Map(
          columns.flatMap((group, index) => group.map((person) => [person, cells[index] ?? ''] as const)),
        ),
      );
  return table;
}

function grouped(names: readonly string[], keyOf: (name: string) => string): string[][] {
  const groups = new Map<string, string[]>();
  for (const name of names) groups.set(keyOf(name), [...(groups.get(keyOf(name)) ?? []), name]);
  return [...groups.values()];
}
