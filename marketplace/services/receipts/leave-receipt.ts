import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { type AuditEvent, auditInsert } from '../../../core/observability/index.ts';
import type { PersonalDataAccess, SandboxOutcome } from '../../../core/sandbox/index.ts';
import { requireTenant } from '../../../core/tenancy/index.ts';
import { capabilityContract } from '../../../plugins/sdk/index.ts';
import { leaveReceiptStatement } from '../../sql/receipts.ts';
import type { PluginCall } from '../call-plugin.ts';
import type { ReplayBundle } from '../replay/replay-bundle.ts';
import type { HostNotes } from './note-host-calls.ts';
import { bodyHash, type ReceiptContent, type ReceiptWords, wordsHash } from './receipt-body.ts';

export type NewReceipt = {
  call: PluginCall;
  outcome: SandboxOutcome;
  accesses: PersonalDataAccess[];
  notes: Omit<HostNotes, 'exchanges' | 'isCut'>;
  /** Identity of the version as it was found in the store. */
  hash: string;
  seed: number;
  /** Epoch milliseconds at which the guest's clock stood. */
  now: number;
  /** Only of a call that failed. */
  replay?: (receiptId: string) => ReplayBundle | undefined;
};

/**
 * Writes the receipt of a call as the next link of the school's chain, once for its key, with one row for each reading of
 * personal data, and the audit entry where there was one. Answers the receipt's id, or undefined when the key has one.
 */
export async function leaveReceipt(pool: pg.Pool, receipt: NewReceipt): Promise<string | undefined> {
  const { call, accesses } = receipt;
  const { content, words } = contentOf(receipt);
  const replay = receipt.replay?.(content.id);
  const reads = content.accesses.map((access) => ({ ...access, purpose: purposeOf(call, access) }));
  const values = [
    ...[content.id, content.install, content.plugin, content.version, content.bundle],
    ...[content.entry.kind, content.entry.name, content.key, content.limits, content.code, words.message],
    ...[content.cpuMs, content.wallMs, content.hostCalls],
    ...[content.calls, content.accesses, content.rows, content.bytesOut, content.meters].map(asJson),
    ...[content.priceVersion, content.seed, content.clock, asJson(words.logs), content.words],
    ...[bodyHash(content), content.at, asJson(reads), replay === undefined ? null : asJson(replay)],
  ];
  const audit = accesses.length > 0 ? auditInsert(entryOf(receipt), values.length + 1) : undefined;
  const { rows } = await pool.query(leaveReceiptStatement(audit?.text), [
    ...values,
    ...(audit?.values ?? []),
  ]);
  return rows[0]?.id;
}

function entryOf({ call: { install, entry }, accesses }: NewReceipt): AuditEvent {
  const { name } = install.manifest;
  return {
    category: 'access',
    action: 'add-ons.read',
    actor: { kind: 'plugin', id: install.pluginId, label: name.en },
    subject: { collection: 'plugin-installs', id: install.id, label: name.en },
    details: { event: entry.name, reads: accesses.length },
  };
}

function contentOf({ call, outcome, accesses, notes, hash, seed, now }: NewReceipt): {
  content: ReceiptContent;
  words: ReceiptWords;
} {
  const { install, entry, key, limitClass } = call;
  const words: ReceiptWords = {
    // What the database would refuse in a text: zero bytes, and halves of a letter that cutting leaves.
    message: outcome.ok ? null : outcome.message.replaceAll('\0', ' ').slice(0, 500).toWellFormed(),
    logs: outcome.logs.map(({ level, message }) => ({
      level,
      message: message.replaceAll('\0', ' ').toWellFormed(),
    })),
  };
  const rows: Record<string, number> = {};
  for (const { dataClass, count } of accesses) rows[dataClass] = (rows[dataClass] ?? 0) + count;
  const content: ReceiptContent = {
    id: randomUUID(),
    tenant: requireTenant().id,
    install: install.id,
    plugin: install.pluginId,
    version: install.version,
    bundle: hash,
    entry: { kind: entry.kind, name: entry.name },
    key,
    limits: limitClass,
    code: outcome.ok ? 'ok' : outcome.code,
    cpuMs: Math.round(outcome.usage.cpuMs),
    wallMs: Math.round(outcome.usage.wallMs),
    hostCalls: outcome.usage.hostCalls,
    calls: notes.calls,
    accesses: accesses.map(({ capability, dataClass, fields, count, purpose }) => ({
      ...{ capability, dataClass, fields, count, purpose },
    })),
    rows,
    bytesOut: notes.bytesOut,
    meters: notes.meters,
    priceVersion: null,
    seed,
    clock: new Date(now).toISOString(),
    at: new Date().toISOString(),
    words: wordsHash(words),
  };
  return { content, words };
}

/** The purpose in both languages, as the school accepted it. */
function purposeOf({ install }: PluginCall, access: PersonalDataAccess): { en: string; ar: string } {
  const permission = capabilityContract(access.capability)?.permission;
  const accepted = install.consent.permissions.find(({ capability }) => capability === permission);
  return accepted?.purpose ?? { en: access.purpose, ar: access.purpose };
}

function asJson(value: unknown): string {
  return JSON.stringify(value);
}
