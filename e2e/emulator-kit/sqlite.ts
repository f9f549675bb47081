import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * Opens the emulator's database and creates its tables.
 * Promise: what a committed transaction wrote survives `kill -9` and a power cut (WAL with synchronous=FULL).
 * Without a path the database lives in memory and ends with the process.
 * Throws when the folder cannot be created or the file is not a database.
 */
export function openDatabase(path: string | undefined, schema: string): DatabaseSync {
  if (path && path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
  const database = new DatabaseSync(path ?? ':memory:');
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;');
  database.exec(schema);
  return database;
}

/**
 * Runs the work in one transaction: all of it is durable when this returns, none of it when it throws.
 * The work must be synchronous; DatabaseSync has one connection, so nothing can interleave.
 */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

/** Number of rows in a table. The name comes from our own code, never from a request. */
export function countRows(database: DatabaseSync, table: string): number {
  return Number(database.prepare(`SELECT count(*) AS total FROM ${table}`).get()?.total ?? 0);
}
