import type { DatabaseSync } from 'node:sqlite';
import { countRows, openDatabase } from '../../emulator-kit/index.ts';

export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;
export type JsonObject = { [key: string]: JsonValue };
/** What the store needs of an object. A discount has no creation time; nearly everything else has. */
export type StoredObject = JsonObject & { id: string; object: string };
/** Every stored API object: an id, its object name and when it was created (unix seconds). */
export type ApiObject = StoredObject & { created: number };

const schema = `
CREATE TABLE IF NOT EXISTS objects (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  id TEXT NOT NULL UNIQUE,
  lookup TEXT,
  json TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS objects_by_kind ON objects (kind, seq);
CREATE INDEX IF NOT EXISTS objects_by_lookup ON objects (kind, lookup);
CREATE TABLE IF NOT EXISTS meter_events (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  meter TEXT NOT NULL,
  event_name TEXT NOT NULL,
  customer TEXT,
  identifier TEXT NOT NULL,
  value TEXT,
  timestamp INTEGER NOT NULL,
  created INTEGER NOT NULL,
  payload TEXT NOT NULL,
  status TEXT NOT NULL,
  error_code TEXT,
  error_message TEXT,
  is_reported INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS meter_events_by_window ON meter_events (meter, customer, timestamp);
CREATE INDEX IF NOT EXISTS meter_events_by_identifier ON meter_events (identifier, created);
CREATE INDEX IF NOT EXISTS meter_events_to_report ON meter_events (created) WHERE status = 'invalid' AND is_reported = 0;
CREATE TABLE IF NOT EXISTS idempotency_keys (
  key TEXT PRIMARY KEY,
  endpoint TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  request_id TEXT NOT NULL,
  status INTEGER NOT NULL,
  headers TEXT NOT NULL,
  body TEXT NOT NULL,
  created INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS due_work (
  task TEXT NOT NULL,
  object TEXT NOT NULL,
  clock TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (task, object)
);
CREATE INDEX IF NOT EXISTS due_work_by_time ON due_work (clock, at);
CREATE TABLE IF NOT EXISTS deliveries (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  event TEXT NOT NULL,
  type TEXT NOT NULL,
  object TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  clock TEXT NOT NULL,
  first_at INTEGER NOT NULL,
  next_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  status TEXT NOT NULL,
  last_answer TEXT
);
CREATE INDEX IF NOT EXISTS deliveries_waiting ON deliveries (clock, next_at) WHERE status IN ('new', 'waiting', 'held');
CREATE INDEX IF NOT EXISTS deliveries_by_object ON deliveries (object, type);`;

const tables = ['objects', 'meter_events', 'idempotency_keys', 'due_work', 'deliveries'];

export type Store = {
  database: DatabaseSync;
  insert: (kind: string, object: StoredObject, lookup?: string | null) => void;
  save: (kind: string, object: StoredObject, lookup?: string | null) => void;
  remove: (kind: string, id: string) => void;
  find: <T extends StoredObject = ApiObject>(kind: string, id: string) => T | undefined;
  findByLookup: <T extends StoredObject = ApiObject>(kind: string, lookup: string) => T[];
  list: <T extends StoredObject = ApiObject>(kind: string) => T[];
  counts: () => Record<string, number>;
  clear: () => void;
};

/**
 * The emulator's storage. API objects are kept as JSON with one searchable column, `lookup` (the event name of a
 * meter, the lookup key of a price, the address of a customer). Lists are newest first, as Stripe's are.
 */
export function createStore(databasePath: string | undefined): Store {
  const database = openDatabase(databasePath, schema);
  const read = <T extends StoredObject>(row: Record<string, unknown>) => JSON.parse(String(row.json)) as T;
  return {
    database,
    insert(kind, object, lookup = null) {
      database
        .prepare('INSERT INTO objects (kind, id, lookup, json) VALUES (?, ?, ?, ?)')
        .run(kind, object.id, lookup, JSON.stringify(object));
    },
    save(kind, object, lookup = null) {
      database
        .prepare('UPDATE objects SET json = ?, lookup = ? WHERE kind = ? AND id = ?')
        .run(JSON.stringify(object), lookup, kind, object.id);
    },
    remove(kind, id) {
      database.prepare('DELETE FROM objects WHERE kind = ? AND id = ?').run(kind, id);
    },
    find<T extends StoredObject>(kind: string, id: string) {
      const row = database.prepare('SELECT json FROM objects WHERE kind = ? AND id = ?').get(kind, id);
      return row && read<T>(row);
    },
    findByLookup<T extends StoredObject>(kind: string, lookup: string) {
      return database
        .prepare('SELECT json FROM objects WHERE kind = ? AND lookup = ? ORDER BY seq DESC')
        .all(kind, lookup)
        .map((row) => read<T>(row));
    },
    list<T extends StoredObject>(kind: string) {
      return database
        .prepare('SELECT json FROM objects WHERE kind = ? ORDER BY seq DESC')
        .all(kind)
        .map((row) => read<T>(row));
    },
    counts() {
      const kinds = database
        .prepare('SELECT kind, count(*) AS total FROM objects GROUP BY kind ORDER BY kind')
        .all();
      return {
        ...Object.fromEntries(kinds.map((row) => [String(row.kind), Number(row.total)])),
        meter_events: countRows(database, 'meter_events'),
        idempotency_keys: countRows(database, 'idempotency_keys'),
      };
    },
    clear() {
      database.exec(tables.map((table) => `DELETE FROM ${table};`).join('\n'));
    },
  };
}
