import { hash } from 'node:crypto';
import { LIMITS, MAX_BUNDLE_BYTES } from './limits.ts';
import type { SandboxCall, SandboxCode, SandboxOutcome } from './types.ts';

export type Admission = { ok: true; request: string } | { ok: false; code: SandboxCode; message: string };

/**
 * Everything that is checked before a call may wait for a worker: the size and the digest of its bundle, and the
 * size of what it is given. Answers the JSON text for the guest.
 */
export function admit(call: SandboxCall): Admission {
  const { bundle, entry, input, settings, facts, limitClass } = call;
  if (Buffer.byteLength(bundle.code) > MAX_BUNDLE_BYTES) {
    return { ok: false, code: 'bundle_too_large', message: 'The bundle is larger than 1 MB.' };
  }
  // Computed for every run, about 0.2 ms for the largest bundle: a changed row in the store must never run.
  if (hash('sha256', bundle.code) !== bundle.sha256) {
    return {
      ok: false,
      code: 'bundle_hash_mismatch',
      message: 'The bundle is not the one that was released.',
    };
  }
  const request = JSON.stringify({ kind: entry.kind, name: entry.name, input, settings, facts });
  if (Buffer.byteLength(request) > LIMITS[limitClass].payloadBytes) {
    return { ok: false, code: 'argument_too_large', message: 'The input with the settings is too large.' };
  }
  return { ok: true, request };
}

/** The outcome of a call that never reached a worker. */
export function refuse(code: SandboxCode, message: string): SandboxOutcome {
  return { ok: false, code, message, usage: { cpuMs: 0, wallMs: 0, hostCalls: 0, logLines: 0 }, logs: [] };
}
