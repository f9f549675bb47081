import type { DatabaseSync } from 'node:sqlite';
import { countRows, openDatabase } from '../../emulator-kit/index.ts';

export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;
export type JsonObject = { [key: string]: JsonValue };
/** Every stored API object: an id, its object name and when it was created (unix seconds). */
export type ApiObject = JsonObject & { id: string; object: string; created: number };

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
);`;

const tables = ['objects', 'meter_events', 'idempotency_keys'];

export type Store = {
  database: DatabaseSync;
  insert: (kind: string, object: ApiObject, lookup?: string | null) => void;
  save: (kind: string, object: ApiObject, lookup?: string | null) => void;
  find: (kind: string, id: string) => ApiObject | undefined;
  findByLookup: (kind: string, lookup: string) => ApiObject[];
  list: (kind: string) => ApiObject[];
  counts: () => Record<string, number>;
  clear: () => void;
};

/**
 * The emulator's storage. API objects are kept as JSON with one searchable column, `lookup` (the event name of a
 * meter, the lookup key of a price, the address of a customer). Lists are newest first, as Stripe's are.
 */
export function createStore(databasePath: string | undefined): Store {
  const database = openDatabase(databasePath, schema);
  const read = (row: Record<string, unknown>) => JSON.parse(String(row.json)) as ApiObject;
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
    find(kind, id) {
      const row = database.prepare('SELECT json FROM objects WHERE kind = ? AND id = ?').get(kind, id);
      return row && read(row);
    },
    findByLookup(kind, lookup) {
      return database
        .prepare('SELECT json FROM objects WHERE kind = ? AND lookup = ? ORDER BY seq DESC')
        .all(kind, lookup)
        .map(read);
    },
    list(kind) {
      return database
        .prepare('SELECT json FROM objects WHERE kind = ? ORDER BY seq DESC')
        .all(kind)
        .map(read);
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
