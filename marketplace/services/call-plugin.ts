import { randomInt } from 'node:crypto';
import type pg from 'pg';
import { signWith } from '../../core/kernel/index.ts';
import type { Logger } from '../../core/observability/index.ts';
import {
  type AnyCapability,
  createHostCall,
  type Json,
  type LimitClass,
  type PersonalDataAccess,
  type SandboxEntry,
  type SandboxOutcome,
  type Supervisor,
} from '../../core/sandbox/index.ts';
import { calendarOf, requireTenant } from '../../core/tenancy/index.ts';
import type { CallFacts } from '../../plugins/sdk/index.ts';
import { computeIntegrity } from '../../plugins/sdk/registry.ts';
import { grantsFrom } from './consent.ts';
import { leaveReceipt } from './receipts/leave-receipt.ts';
import { noteHostCalls } from './receipts/note-host-calls.ts';
import { isReleaseSigned } from './releases/sign-release.ts';
import { replayBundle } from './replay/replay-bundle.ts';
import type { RunnableInstall } from './runnable-install.ts';
import { readSecret, splitSecrets } from './secret-settings.ts';

/** What plugins run with in one process of the platform. */
export type PluginHost = {
  pool: pg.Pool;
  supervisor: Supervisor;
  logger: Logger;
  capabilities: AnyCapability[];
};

export type PluginCall = {
  install: RunnableInstall;
  entry: SandboxEntry;
  input: Json;
  limitClass: LimitClass;
  /** Names the call within its install for ever: one receipt for one key. */
  key: string;
  /** Who caused it; the id of a person is that of `req.user`. */
  actor: CallFacts['actor'];
  /** What is wrong with an answer, for the receipt; such an answer becomes the outcome `result_invalid`. */
  check?: (result: Json) => string | undefined;
  /** The language of whoever looks at the answer; the school's without it. */
  language?: 'en' | 'ar';
  /** Epoch milliseconds at which the guest's clock stands; now without it. */
  now?: number;
  seed?: number;
};

/** A receipt is left for every outcome but those for which this answers true: they are tried again under the same key. */
export type WithoutReceipt = (outcome: SandboxOutcome) => boolean;

/**
 * Runs one call of one install in the scope of its school: the version is proven, the grants are those the school
 * accepted, every access to personal data is noted, and a receipt is left. Never rejects because of the plugin.
 */
export async function callPlugin(
  host: PluginHost,
  call: PluginCall,
  withoutReceipt: WithoutReceipt = () => false,
): Promise<SandboxOutcome> {
  const { install, entry } = call;
  const tenant = requireTenant();
  const integrity = computeIntegrity(install.manifest, install.code);
  const accesses: PersonalDataAccess[] = [];
  const now = call.now ?? Date.now();
  const seed = call.seed ?? randomInt(2 ** 32);
  const facts = factsOf(call);
  const serve = createHostCall({
    capabilities: host.capabilities,
    context: {
      tenantId: tenant.id,
      installId: install.id,
      pluginId: install.pluginId,
      version: install.version,
      callId: call.key,
      // What a person sets off reads no more than the person may see.
      ...(call.actor.kind === 'user' ? { actorId: call.actor.id } : {}),
      grants: grantsFrom(install.consent),
      locale: tenant.locale,
      limitClass: call.limitClass,
      manifest: {
        ...install.manifest,
        egress: install.consent.egress,
        meters: install.manifest.meters.filter((meter) => install.consent.meters.includes(meter.name)),
      },
      secret: (name) => readSecret(install.manifest, install.settings, name),
    },
    onAccess: (access) => {
      accesses.push(access);
    },
    onCall: ({ error, capability }) => {
      if (error)
        host.logger.warn({ err: error, capability, plugin: install.pluginId, msg: 'a capability failed' });
    },
  });
  const { hostCall, notes } = noteHostCalls(serve);
  const refusal = await refusalOf(host.pool, install, integrity.sha256);
  const answered: SandboxOutcome =
    refusal ??
    (await host.supervisor.run(
      {
        callId: call.key,
        tenantId: tenant.id,
        installId: install.id,
        pluginId: install.pluginId,
        version: install.version,
        bundle: { code: install.code, sha256: integrity.codeSha256 },
        entry,
        input: call.input,
        // A secret is for the host alone; the manifest's schema says so.
        settings: splitSecrets(install.manifest, install.settings).settings as Json,
        facts: facts as unknown as Json,
        limitClass: call.limitClass,
        now,
        seed,
      },
      hostCall,
    ));
  const outcome = judge(answered, call);
  if (withoutReceipt(outcome)) return outcome;
  if (!outcome.ok)
    host.logger.warn({
      plugin: install.pluginId,
      code: outcome.code,
      call: call.key,
      msg: 'an add-on call failed',
    });
  const { exchanges, isCut, ...noted } = notes();
  await leaveReceipt(host.pool, {
    ...{ call, outcome, accesses, notes: noted, hash: integrity.sha256, seed, now },
    replay: (receipt) =>
      replayBundle({
        ...{ receipt, manifest: install.manifest, sha256: integrity.sha256, entry },
        ...{ limitClass: call.limitClass, now, seed, facts, input: call.input, settings: install.settings },
        ...{ exchanges, isCut, outcome },
      }),
  });
  return outcome;
}

/** Why a stored version must not run: its content is not what was published, or the platform never signed it. */
async function refusalOf(
  pool: pg.Pool,
  { pluginId, version, sha256, signature }: RunnableInstall,
  foundSha256: string,
): Promise<SandboxOutcome | undefined> {
  const refuse = (code: 'bundle_hash_mismatch' | 'signature_invalid', message: string): SandboxOutcome => ({
    ok: false,
    code,
    message,
    usage: { cpuMs: 0, wallMs: 0, hostCalls: 0, logLines: 0 },
    logs: [],
  });
  if (foundSha256 !== sha256)
    return refuse('bundle_hash_mismatch', 'The stored version does not match its published hash.');
  if (!(await isReleaseSigned(pool, { pluginId, version, sha256 }, signature)))
    return refuse('signature_invalid', 'The stored version does not bear the platform’s signature.');
  return undefined;
}

function judge(outcome: SandboxOutcome, { check }: PluginCall): SandboxOutcome {
  const problem = outcome.ok ? check?.(outcome.result) : undefined;
  if (problem === undefined) return outcome;
  const { usage, logs } = outcome;
  return { ok: false, code: 'result_invalid', message: problem, usage, logs };
}

function factsOf({ install, actor, language }: PluginCall): CallFacts {
  const tenant = requireTenant();
  return {
    school: {
      name: tenant.name,
      nameAr: tenant.nameAr,
      language: tenant.locale,
      timeZone: tenant.timeZone,
      weekendDays: [...calendarOf(tenant).weekendDays],
    },
    language: language ?? tenant.locale,
    // Another name for the same person in every install, so that plugins cannot compare notes.
    actor:
      actor.kind === 'user' ? { kind: 'user', id: signWith(install.id, 'plugin-actor', actor.id) } : actor,
  };
}
