import type { DatabaseSync } from 'node:sqlite';

/** A text message as stored. `createdMs` is milliseconds since 1970; the status is worked out from it. */
export type SmsRow = {
  sid: string;
  to: string;
  from: string | null;
  messagingServiceSid: string | null;
  body: string;
  segments: number;
  statusCallback: string | null;
  createdMs: number;
};

export const smsSchema = `
CREATE TABLE IF NOT EXISTS sms (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  sid TEXT NOT NULL UNIQUE,
  recipient TEXT NOT NULL,
  sender TEXT,
  service TEXT,
  body TEXT NOT NULL,
  segments INTEGER NOT NULL,
  status_callback TEXT,
  created_ms INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS sms_by_recipient ON sms (recipient);`;

function toRow(row: Record<string, unknown>): SmsRow {
  const optional = (value: unknown) => (value === null ? null : String(value));
  return {
    sid: String(row.sid),
    to: String(row.recipient),
    from: optional(row.sender),
    messagingServiceSid: optional(row.service),
    body: String(row.body),
    segments: Number(row.segments),
    statusCallback: optional(row.status_callback),
    createdMs: Number(row.created_ms),
  };
}

/** Reads and writes text messages. Lists are newest first. A single statement is its own durable transaction. */
export function createSmsTable(database: DatabaseSync) {
  return {
    insert(sms: SmsRow): void {
      database
        .prepare(
          `INSERT INTO sms (sid, recipient, sender, service, body, segments, status_callback, created_ms)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          sms.sid,
          sms.to,
          sms.from,
          sms.messagingServiceSid,
          sms.body,
          sms.segments,
          sms.statusCallback,
          sms.createdMs,
        );
    },
    find(sid: string): SmsRow | undefined {
      const row = database.prepare('SELECT * FROM sms WHERE sid = ?').get(sid);
      return row && toRow(row);
    },
    /** All messages, or those to one number. */
    list(to?: string): SmsRow[] {
      const rows =
        to === undefined
          ? database.prepare('SELECT * FROM sms ORDER BY seq DESC').all()
          : database.prepare('SELECT * FROM sms WHERE recipient = ? ORDER BY seq DESC').all(to);
      return rows.map(toRow);
    },
    /** Answers whether there was such a message. */
    remove(sid: string): boolean {
      return database.prepare('DELETE FROM sms WHERE sid = ?').run(sid).changes > 0;
    },
  };
}
