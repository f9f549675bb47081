import type { DatabaseSync } from 'node:sqlite';
import type { ParsedMail } from './parse-mail.ts';

/** A mail as stored: the envelope, what was parsed from it, and the raw text. */
export type MailRow = ParsedMail & {
  id: string;
  envelopeFrom: string;
  envelopeTo: string[];
  raw: string;
  createdMs: number;
};

export const mailSchema = `
CREATE TABLE IF NOT EXISTS mail (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  created_ms INTEGER NOT NULL,
  envelope_from TEXT NOT NULL,
  envelope_to TEXT NOT NULL,
  parsed TEXT NOT NULL,
  raw BLOB NOT NULL
);`;

function toRow(row: Record<string, unknown>): MailRow {
  return {
    ...(JSON.parse(String(row.parsed)) as ParsedMail),
    id: String(row.id),
    envelopeFrom: String(row.envelope_from),
    envelopeTo: JSON.parse(String(row.envelope_to)) as string[],
    raw: Buffer.from(row.raw as Uint8Array).toString('utf8'),
    createdMs: Number(row.created_ms),
  };
}

/** Reads and writes mails. Lists are newest first. */
export function createMailTable(database: DatabaseSync) {
  return {
    insert(mail: ParsedMail & Omit<MailRow, 'raw'>, raw: Buffer): void {
      const { id, createdMs, envelopeFrom, envelopeTo, ...parsed } = mail;
      database
        .prepare(
          'INSERT INTO mail (id, created_ms, envelope_from, envelope_to, parsed, raw) VALUES (?, ?, ?, ?, ?, ?)',
        )
        .run(id, createdMs, envelopeFrom, JSON.stringify(envelopeTo), JSON.stringify(parsed), raw);
    },
    /** All mails, or those whose envelope names an address (letter case does not matter). */
    list(to?: string): MailRow[] {
      const wanted = to?.toLowerCase();
      return database
        .prepare('SELECT * FROM mail ORDER BY seq DESC')
        .all()
        .map(toRow)
        .filter((mail) => !wanted || mail.envelopeTo.some((address) => address.toLowerCase() === wanted));
    },
  };
}
