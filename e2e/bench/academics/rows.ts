/** One line of the table of targets, and what stands below it. */
export type Row = { work: string; target: string; measured: string; holds: boolean; more?: string[] };

/** The rows as a table with their details below. */
export function tableOf(rows: readonly Row[]): string {
  const lines = rows.map(
    ({ work, target, measured, holds }) =>
      `| ${work} | ${target} | ${measured} | ${holds ? 'holds' : 'does NOT hold'} |`,
  );
  const details = rows.flatMap(({ work, more = [] }) =>
    more.length === 0 ? [] : [`- ${work}:`, ...more.map((line) => `  - ${line}`)],
  );
  return ['| work | target | measured | |', '|---|---|---|---|', ...lines, '', ...details].join('\n');
}
