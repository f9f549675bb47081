import type { RecordCheck, Target } from './check-references.ts';
import { IdIndex } from './id-index.ts';
import { createProblemList } from './problem-list.ts';
import { readRecords, reportDouble, type TableSource } from './read-table.ts';
import type { OneRosterRecord, OneRosterResults } from './types.ts';

/**
 * Reads and checks results.csv without keeping its records: 450,000 of them were 500 MB until the import ended. What refers to
 * other files is checked as it passes, so these come first. `target` is for the files that refer to results, and is let go.
 */
export async function readResults(
  source: TableSource,
  checks: readonly RecordCheck[],
): Promise<{ results: OneRosterResults; target: Target }> {
  const { mode } = source;
  const positions = new IdIndex();
  const doubles: Double[] = [];
  const removed: string[] = [];
  let rowCount = 0;
  const isComplete = await readRecords(source, (record) => {
    const { row, isRemoved, values } = record;
    const id = values.sourcedId ?? '';
    const firstRow = id === '' ? undefined : positions.add(id, row);
    if (firstRow !== undefined) doubles.push({ row, id, firstRow });
    if (isRemoved) removed.push(id);
    rowCount += 1;
    for (const { see } of checks) see(record);
  });
  for (const { end } of checks) end();
  if (doubles.length > 0) await reportDoubles(source, doubles);
  const results: OneRosterResults = { mode, rowCount, removed, read: (take) => readAgain(source, take) };
  return { results, target: { mode, isComplete, positions } };
}

type Double = { readonly row: number; readonly id: string; readonly firstRow: number };

// The index knows ids by their hash alone, so it is the file that says whether two are the same.
async function reportDoubles(source: TableSource, doubles: readonly Double[]): Promise<void> {
  const ids = new Map(doubles.map(({ firstRow }) => [firstRow, '']));
  await readRecords({ ...source, problems: createProblemList() }, ({ row, values }) => {
    if (ids.has(row)) ids.set(row, values.sourcedId ?? '');
  });
  for (const { row, id, firstRow } of doubles)
    if (ids.get(firstRow) === id)
      reportDouble(source.problems, { file: source.spec.file, row, id, firstRow });
}

// What is wrong with them was said the first time.
async function readAgain(source: TableSource, take: Parameters<OneRosterResults['read']>[0]): Promise<void> {
  let records: OneRosterRecord[] = [];
  const handOver = async () => {
    const ready = records;
    records = [];
    if (ready.length > 0) await take(ready);
  };
  const keep = (record: OneRosterRecord) => {
    if (!record.isRemoved) records.push(record);
  };
  await readRecords({ ...source, problems: createProblemList() }, keep, handOver);
}
