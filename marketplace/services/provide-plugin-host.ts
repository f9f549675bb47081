import { callPlugin, type PluginHost } from './call-plugin.ts';
import { registerPluginHost } from './host-registry.ts';

/** Makes the host of this process known to endpoints; called once at the start, and with undefined at the end. */
export function providePluginHost(host: PluginHost | undefined): void {
  registerPluginHost(host && { host, run: (call) => callPlugin(host, call) });
}
