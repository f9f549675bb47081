import { AppError } from '../../core/kernel/index.ts';
import type { SandboxOutcome } from '../../core/sandbox/index.ts';
import type { PluginCall, PluginHost } from './call-plugin.ts';

type Caller = (call: PluginCall) => Promise<SandboxOutcome>;

// On globalThis, because the panel's bundle has a copy of its own of every module, and the process one cage.
const KEY = Symbol.for('daftar.plugin-host');
const registry = globalThis as { [KEY]?: { host: PluginHost; run: Caller } };

/** Makes the host of this process known to endpoints, with the one way to run a call in it; undefined forgets it. */
export function registerPluginHost(entry: { host: PluginHost; run: Caller } | undefined): void {
  if (entry === undefined) delete registry[KEY];
  else registry[KEY] = entry;
}

/** The host of this process. Throws service.busy while the process starts or ends. */
export function pluginHost(): PluginHost {
  return registered().host;
}

/** The host of this process, or undefined while the process starts or ends. */
export function findPluginHost(): PluginHost | undefined {
  return registry[KEY]?.host;
}

/**
 * Runs one call in the host of this process as callPlugin does. For endpoints, which are part of the panel's bundle: they
 * reach the cage through the process and do not bring it along. Throws service.busy while the process starts or ends.
 */
export function runCall(call: PluginCall): Promise<SandboxOutcome> {
  return registered().run(call);
}

function registered() {
  const entry = registry[KEY];
  if (entry === undefined) throw new AppError('service.busy');
  return entry;
}
