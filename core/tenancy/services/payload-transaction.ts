import { type SQL, sql } from '@payloadcms/db-postgres/drizzle';
import type { PayloadRequest } from 'payload';
import { poolOf, type Queryable } from './transaction.ts';

type Executor = { execute: (query: SQL) => Promise<unknown> };
type Transactions = { sessions?: Record<string, { db: Executor } | undefined> };

/**
 * What runs queries inside the transaction that Payload has open for a request, so that they are kept or undone with
 * its change; the pool when no transaction is open. Values are bound, never written into the text.
 */
export async function transactionOf(
  req: Pick<PayloadRequest, 'payload'> & Partial<Pick<PayloadRequest, 'transactionID'>>,
): Promise<Queryable> {
  const id = await req.transactionID;
  const database = req.payload.db as unknown as Transactions;
  const transaction = id === undefined || id === null ? undefined : database.sessions?.[String(id)];
  return transaction ? throughDrizzle(transaction.db) : poolOf(req.payload);
}

function throughDrizzle(executor: Executor): Queryable {
  // Drizzle gives statements no names: one that is prepared elsewhere is planned here.
  const query = (statement: string | { text: string; values: unknown[] }, values: unknown[] = []) =>
    typeof statement === 'string'
      ? executor.execute(bound(statement, values))
      : executor.execute(bound(statement.text, statement.values));
  return { query } as unknown as Queryable;
}

// Drizzle numbers its parameters itself: the text is cut at every $n and put together again with the values.
function bound(text: string, values: unknown[]): SQL {
  const pieces = text.split(/\$(\d+)/);
  return sql.join(
    pieces.map((piece, index) => (index % 2 === 0 ? sql.raw(piece) : sql`${values[Number(piece) - 1]}`)),
  );
}
