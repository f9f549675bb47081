import { AppError } from '../../core/kernel/index.ts';
import type { PluginHost } from './call-plugin.ts';

// On globalThis, because the panel's bundle has a copy of its own of every module, and the process one cage.
const KEY = Symbol.for('daftar.plugin-host');
const registry = globalThis as { [KEY]?: PluginHost };

/** Makes the host of this process known to endpoints; called once at the start, and with undefined at the end. */
export function providePluginHost(host: PluginHost | undefined): void {
  if (host === undefined) delete registry[KEY];
  else registry[KEY] = host;
}

/** The host of this process. Throws service.busy while the process starts or ends. */
export function pluginHost(): PluginHost {
  const host = registry[KEY];
  if (host === undefined) throw new AppError('service.busy');
  return host;
}
