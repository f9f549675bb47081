import type pg from 'pg';
import { recordAudit } from '../../core/observability/index.ts';
import type { PersonalDataAccess, SandboxOutcome } from '../../core/sandbox/index.ts';
import { inTransaction } from '../../core/tenancy/index.ts';
import type { PluginCall } from './call-plugin.ts';

export type NewReceipt = {
  call: PluginCall;
  outcome: SandboxOutcome;
  accesses: PersonalDataAccess[];
  /** Identity of the version as it was found in the store. */
  hash: string;
};

/** Writes the receipt of a call, once for its key, and the audit entry where personal data was read. */
export async function leaveReceipt(
  pool: pg.Pool,
  { call, outcome, accesses, hash }: NewReceipt,
): Promise<void> {
  const { install, entry, key } = call;
  const { usage } = outcome;
  await inTransaction(pool, async (client) => {
    const { rowCount } = await client.query(
      `insert into plugin_calls (install_id, event, entry, bundle_hash, code, message, cpu_ms, wall_ms, host_calls, accesses, logs)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (tenant_id, install_id, event) do nothing`,
      [
        install.id,
        key,
        entry.name,
        hash,
        outcome.ok ? 'ok' : outcome.code,
        outcome.ok ? null : outcome.message.slice(0, 500),
        Math.round(usage.cpuMs),
        Math.round(usage.wallMs),
        usage.hostCalls,
        JSON.stringify(accesses),
        JSON.stringify(outcome.logs),
      ],
    );
    if (rowCount !== 1 || accesses.length === 0) return;
    await recordAudit(client, {
      category: 'access',
      action: 'add-ons.read',
      actor: { kind: 'plugin', id: install.pluginId, label: install.manifest.name.en },
      subject: { collection: 'plugin-installs', id: install.id, label: install.manifest.name.en },
      details: { event: entry.name, reads: accesses.length },
    });
  });
}
