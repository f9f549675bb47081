import { randomUUID } from 'node:crypto';
import { bundleOf } from '../../core/sandbox/test-support.ts';
import type { TestSchool, TestSystem } from '../../e2e/support/index.ts';
import { parseManifest } from '../../plugins/sdk/contract/manifest.ts';
import type { PluginManifest, PluginManifestInput } from '../../plugins/sdk/index.ts';
import { computeIntegrity } from '../../plugins/sdk/node.ts';
import { enableAddOn } from '../index.ts';
import { leaveReceipt, type NewReceipt } from '../services/receipts/leave-receipt.ts';
import { findRunnable, type RunnableInstall } from '../services/runnable-install.ts';
import { publishVersion } from '../worker.ts';

export const PURPOSE = { en: 'To greet them.', ar: 'لتحيتهم.' };

/** Publishes a plugin of one handler body, by a publisher. */
export async function publishTestPlugin(
  system: TestSystem,
  {
    id,
    body,
    publisher = 'acme',
    more = {},
  }: {
    id: string;
    body: string;
    publisher?: string;
    more?: Partial<PluginManifestInput>;
  },
): Promise<PluginManifest> {
  const manifest = parseManifest({
    ...{ id, version: '1.0.0', engine: '>=0.1.0', name: { en: id, ar: id } },
    description: { en: 'A test.', ar: 'اختبار.' },
    publisher: { id: publisher, name: publisher },
    ...{ category: 'integration', icon: 'box', permissions: [], limits: 'job' },
    events: [{ name: 'attendance.absence_recorded' }],
    ...more,
  });
  const code = bundleOf(body);
  await publishVersion(system.pool, { manifest, code, sha256: computeIntegrity(manifest, code).sha256 });
  return manifest;
}

/** Installs and switches on a plugin at a school, and answers what a call of it needs. */
export async function runnableAt(
  system: TestSystem,
  school: TestSchool,
  pluginId: string,
): Promise<RunnableInstall> {
  return school.run(async () => {
    await enableAddOn(system.payload, { pluginId, consent: 'all' });
    const install = await findRunnable(system.pool, pluginId);
    if (!install) throw new Error(`${pluginId} is not runnable.`);
    return install;
  });
}

/** A receipt as a call would leave it, without running one. */
export function receiptOf(install: RunnableInstall, changes: Partial<NewReceipt> = {}): NewReceipt {
  return {
    call: {
      install,
      entry: { kind: 'event', name: 'attendance.absence_recorded' },
      input: {},
      limitClass: 'job',
      key: randomUUID(),
      actor: { kind: 'system' },
    },
    outcome: {
      ok: true,
      result: null,
      usage: { cpuMs: 3, wallMs: 7, hostCalls: 1, logLines: 1 },
      logs: [{ level: 'info', message: 'done' }],
    },
    accesses: [],
    notes: {
      calls: [{ capability: 'log', code: 'ok', count: 1 }],
      bytesOut: { requests: 0, messages: 0 },
      meters: [],
    },
    hash: 'a'.repeat(64),
    seed: 7,
    now: Date.UTC(2026, 0, 15, 7),
    ...changes,
  };
}

/** Leaves so many receipts at a school, all at once. */
export async function leaveReceipts(
  system: TestSystem,
  school: TestSchool,
  install: RunnableInstall,
  count: number,
): Promise<void> {
  await school.run(() =>
    Promise.all(Array.from({ length: count }, () => leaveReceipt(system.pool, receiptOf(install)))),
  );
}
