import { AppError, type ErrorCode } from '../../core/kernel/index.ts';
import type { SandboxCode, SandboxOutcome } from '../../core/sandbox/index.ts';
import type { PluginManifest } from '../../plugins/sdk/index.ts';

/** What a person is told for each end of a call; the receipt has the code of the cage. */
const TOLD: Record<SandboxCode, ErrorCode> = {
  argument_too_large: 'plugin.input_too_large',
  bundle_hash_mismatch: 'plugin.integrity',
  signature_invalid: 'plugin.integrity',
  bundle_too_large: 'plugin.failed',
  busy: 'plugin.busy',
  closed: 'plugin.busy',
  revoked: 'plugin.not_installed',
  guest_error: 'plugin.failed',
  memory: 'plugin.failed',
  never_settles: 'plugin.timeout',
  plugin_paused: 'plugin.paused',
  result_invalid: 'plugin.answer_invalid',
  result_too_large: 'plugin.answer_too_large',
  timeout_cpu: 'plugin.timeout',
  timeout_wall: 'plugin.timeout',
  too_many_host_calls: 'plugin.failed',
  worker_died: 'plugin.failed',
};

/** The result of a call that a person waits for. Throws what to tell the person where there is none. */
export function resultFor(outcome: SandboxOutcome, { name }: Pick<PluginManifest, 'name'>): unknown {
  if (outcome.ok) return outcome.result;
  // The message is for the plugin's author, who reads it in the receipt; it is nothing for a person of the school.
  throw new AppError(TOLD[outcome.code] ?? 'plugin.failed', { plugin: name.en, pluginAr: name.ar });
}
