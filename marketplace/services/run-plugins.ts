import { randomInt } from 'node:crypto';
import type pg from 'pg';
import type { EventHandler, OutboxEvent } from '../../core/jobs/index.ts';
import { type Logger, recordAudit } from '../../core/observability/index.ts';
import {
  createHostCall,
  guardiansReadCapability,
  type Json,
  type PersonalDataAccess,
  type SandboxCode,
  type SandboxOutcome,
  type Supervisor,
  smsSendCapability,
  studentsReadCapability,
} from '../../core/sandbox/index.ts';
import { inTransaction, requireTenant } from '../../core/tenancy/index.ts';
import { PLUGIN_EVENT_TYPES, type PluginManifest } from '../../plugins/sdk/index.ts';
import { computeIntegrity } from '../../plugins/sdk/node.ts';
import { type Consent, grantsFrom } from './consent.ts';
import { splitSecrets } from './secret-settings.ts';

type InstallRow = {
  id: string;
  plugin_id: string;
  version: string;
  sha256: string;
  manifest: PluginManifest;
  code: string;
  settings: Json;
  consent: Consent;
};

// The host's trouble and not the plugin's: the event is tried again. Everything else is the plugin's own answer.
const TRANSIENT: ReadonlySet<SandboxCode> = new Set(['busy', 'closed', 'worker_died']);
const TRANSIENT_ATTEMPTS = 4;

/**
 * Runs every enabled add-on of the school that listens to an event, each in the cage and each once: a receipt
 * that exists is not run again. A faulty add-on leaves its receipt and stops nobody else.
 */
export function pluginRunner(options: {
  pool: pg.Pool;
  supervisor: Supervisor;
  logger: Logger;
}): EventHandler {
  const types: ReadonlySet<string> = new Set(PLUGIN_EVENT_TYPES);
  return {
    name: 'plugins',
    handles: (type) => types.has(type),
    run: async (event) => {
      const { rows } = await options.pool.query<InstallRow>(
        `select i.id, p.plugin_id, v.version, v.sha256, v.manifest, v.code, i.settings, i.consent
           from plugin_installs i join plugins p on p.id = i.plugin_id join plugin_versions v on v.id = i.version_id
          where i.state = 'enabled' and v.manifest::jsonb -> 'events' @> jsonb_build_array(jsonb_build_object('name', $1::text))
            and not exists (select from plugin_calls c where c.install_id = i.id and c.event = $2)
          order by i.created_at`,
        [event.type, event.id],
      );
      for (const install of rows) await runInstall(options, install, event);
    },
  };
}

async function runInstall(
  options: { pool: pg.Pool; supervisor: Supervisor; logger: Logger },
  install: InstallRow,
  event: OutboxEvent,
): Promise<void> {
  const { pool, supervisor, logger } = options;
  const tenant = requireTenant();
  const integrity = computeIntegrity(install.manifest, install.code);
  const accesses: PersonalDataAccess[] = [];
  const host = createHostCall({
    capabilities: [guardiansReadCapability(pool), studentsReadCapability(pool), smsSendCapability(pool)],
    context: {
      tenantId: tenant.id,
      installId: install.id,
      pluginId: install.plugin_id,
      version: install.version,
      callId: event.id,
      grants: grantsFrom(install.consent),
      locale: tenant.locale,
    },
    onAccess: (access) => {
      accesses.push(access);
    },
    onCall: ({ error, capability }) => {
      if (error)
        logger.warn({ err: error, capability, plugin: install.plugin_id, msg: 'a capability failed' });
    },
  });
  const outcome: SandboxOutcome =
    integrity.sha256 === install.sha256
      ? await supervisor.run(
          {
            callId: event.id,
            tenantId: tenant.id,
            installId: install.id,
            pluginId: install.plugin_id,
            version: install.version,
            bundle: { code: install.code, sha256: integrity.codeSha256 },
            entry: { kind: 'event', name: event.type },
            input: {
              id: event.id,
              type: event.type,
              occurredAt: event.occurredAt.toISOString(),
              data: event.payload,
            } as Json,
            // A secret is for the host alone; the manifest's schema says so.
            settings: splitSecrets(install.manifest, install.settings).settings as Json,
            limitClass: install.manifest.limits,
            now: Date.now(),
            seed: randomInt(2 ** 32),
          },
          host,
        )
      : {
          ok: false,
          code: 'bundle_hash_mismatch',
          message: 'The stored version does not match its published hash.',
          usage: { cpuMs: 0, wallMs: 0, hostCalls: 0, logLines: 0 },
          logs: [],
        };
  if (!outcome.ok && TRANSIENT.has(outcome.code) && event.attempts < TRANSIENT_ATTEMPTS) {
    throw new Error(`The add-on ${install.plugin_id} could not run (${outcome.code}): ${outcome.message}`);
  }
  if (!outcome.ok)
    logger.warn({
      plugin: install.plugin_id,
      code: outcome.code,
      event: event.id,
      msg: 'an add-on call failed',
    });
  await leaveReceipt(pool, { install, event, outcome, accesses, hash: integrity.sha256 });
}

type Receipt = {
  install: InstallRow;
  event: OutboxEvent;
  outcome: SandboxOutcome;
  accesses: PersonalDataAccess[];
  hash: string;
};

async function leaveReceipt(
  pool: pg.Pool,
  { install, event, outcome, accesses, hash }: Receipt,
): Promise<void> {
  const { usage } = outcome;
  await inTransaction(pool, async (client) => {
    const { rowCount } = await client.query(
      `insert into plugin_calls (install_id, event, entry, bundle_hash, code, message, cpu_ms, wall_ms, host_calls, accesses, logs)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (tenant_id, install_id, event) do nothing`,
      [
        install.id,
        event.id,
        event.type,
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
      actor: { kind: 'plugin', id: install.plugin_id, label: install.manifest.name.en },
      subject: { collection: 'plugin-installs', id: install.id, label: install.manifest.name.en },
      details: { event: event.type, reads: accesses.length },
    });
  });
}
