import { z } from 'zod';
import { AppError } from '../../../core/kernel/index.ts';
import { type MomentPage, momentPage, openCursor } from '../../../core/observability/index.ts';
import { isPlainDate, type Queryable, requireTenant } from '../../../core/tenancy/index.ts';
import { COUNT_DATA_READS, READ_DATA_READS, READ_READERS, READ_RECEIPT } from '../../sql/data-access.ts';

const day = z.string().refine(isPlainDate, 'is not a date in the form YYYY-MM-DD');
const MOST_DAYS = 400;

/** What readings may be filtered by; days are those of the school. Unknown names are refused. */
export const dataAccessFilter = z
  .strictObject({
    plugin: z.string().max(100).optional(),
    dataClass: z.string().max(60).optional(),
    from: day,
    to: day,
  })
  .refine(({ from, to }) => from <= to && daysBetween(from, to) <= MOST_DAYS, {
    message: `ask for at most ${MOST_DAYS} days, the first before the last`,
  });
export type DataAccessFilter = z.infer<typeof dataAccessFilter>;

/** One reading of personal data by a plugin: which fields of how many rows, and why, in both languages. */
export type DataRead = {
  id: string;
  at: string;
  receipt: string;
  plugin: string;
  version: string | null;
  capability: string;
  dataClass: string;
  fields: string[];
  rows: number;
  purpose: { en: string; ar: string };
};
export type DataReadPage = MomentPage<DataRead>;
export type DataReadDay = { day: string; dataClass: string; reads: number; rows: number };
export type DataReader = { id: string; name: string; nameAr: string };

/** One page of the log of the school of the scope, the newest first. `cursor` is the `next` of the page before. */
export async function readDataAccess(
  database: Queryable,
  filter: DataAccessFilter,
  { cursor, limit = 50 }: { cursor?: string | undefined; limit?: number } = {},
): Promise<DataReadPage> {
  const [at, id] = openCursor(cursor);
  const { rows } = await database.query(READ_DATA_READS, [...parameters(filter), at, id, limit + 1]);
  return momentPage(rows, limit, toEntry);
}

/** Rows read by day and class, days without any left out. */
export async function countDataAccess(database: Queryable, filter: DataAccessFilter): Promise<DataReadDay[]> {
  return (await database.query(COUNT_DATA_READS, parameters(filter))).rows;
}

/** The plugins that the school has or had, to choose from. */
export async function dataReaders(database: Queryable): Promise<DataReader[]> {
  return (await database.query(READ_READERS)).rows;
}

/** One receipt as the school sees it. Throws receipt.unknown. */
export async function readReceipt(database: Queryable, id: string): Promise<ReceiptView> {
  const { rows } = await database.query(READ_RECEIPT, [id]);
  const row = rows[0];
  if (!row) throw new AppError('receipt.unknown');
  return {
    id: row.id,
    at: row.created_at.toISOString(),
    sequence: Number(row.sequence),
    previousHash: row.previous_hash,
    hash: row.hash,
    plugin: row.plugin,
    version: row.version,
    bundle: row.bundle_hash,
    entry: { kind: row.kind, name: row.entry },
    code: row.code,
    message: row.message,
    cpuMs: Number(row.cpu_ms),
    wallMs: Number(row.wall_ms),
    hostCalls: Number(row.host_calls),
    calls: row.calls,
    reads: row.reads,
    rows: row.rows_read,
    bytesOut: row.bytes_out,
    meters: row.meters,
    priceVersion: row.price_version,
    replay: row.replay,
  };
}

export type ReceiptView = {
  id: string;
  at: string;
  sequence: number;
  previousHash: string;
  hash: string;
  plugin: string;
  version: string | null;
  bundle: string;
  entry: { kind: string; name: string };
  code: string;
  message: string | null;
  cpuMs: number;
  wallMs: number;
  hostCalls: number;
  calls: { capability: string; code: string; count: number }[];
  reads: Pick<DataRead, 'capability' | 'dataClass' | 'fields' | 'rows' | 'purpose'>[];
  rows: Record<string, number>;
  bytesOut: { requests: number; messages: number };
  meters: { name: string; quantity: number }[];
  priceVersion: string | null;
  /** True when the call can be replayed. */
  replay: boolean;
};

function parameters({ plugin, dataClass, from, to }: DataAccessFilter): unknown[] {
  return [plugin ?? null, dataClass ?? null, from, to, requireTenant().timeZone];
}

function toEntry(row: Record<string, unknown>): DataRead {
  return {
    id: String(row.id),
    at: (row.created_at as Date).toISOString(),
    receipt: String(row.call_id),
    plugin: String(row.plugin),
    version: row.version === null ? null : String(row.version),
    capability: String(row.capability),
    dataClass: String(row.data_class),
    fields: row.fields as string[],
    rows: Number(row.row_count),
    purpose: row.purpose as DataRead['purpose'],
  };
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}
