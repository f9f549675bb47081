import type { EventHandler, OutboxEvent } from '../../core/jobs/index.ts';
import type { Json, SandboxCode } from '../../core/sandbox/index.ts';
import { EVENTS, PLUGIN_EVENT_TYPES, type PluginEventType } from '../../plugins/sdk/index.ts';
import { callPlugin, type PluginHost } from './call-plugin.ts';
import { installsForEvent } from './runnable-install.ts';

// The host's trouble and not the plugin's: the event is tried again. Everything else is the plugin's own answer.
const TRANSIENT: ReadonlySet<SandboxCode> = new Set(['busy', 'closed', 'worker_died']);
const TRANSIENT_ATTEMPTS = 4;

/**
 * Runs every enabled add-on of the school that listens to an event, each in the cage and each once: a receipt
 * that exists is not run again. A faulty add-on leaves its receipt and stops nobody else.
 */
export function pluginRunner(host: PluginHost): EventHandler {
  const types: ReadonlySet<string> = new Set(PLUGIN_EVENT_TYPES);
  return {
    name: 'plugins',
    handles: (type) => types.has(type),
    run: async (event) => {
      for (const install of await installsForEvent(host.pool, event)) {
        const surface = install.manifest.events.find(({ name }) => name === event.type);
        const outcome = await callPlugin(
          host,
          {
            install,
            entry: { kind: 'event', name: event.type },
            input: inputOf(event),
            limitClass: surface?.limits ?? install.manifest.limits,
            key: event.id,
            actor: { kind: 'system' },
          },
          (result) => !result.ok && TRANSIENT.has(result.code) && event.attempts < TRANSIENT_ATTEMPTS,
        );
        if (!outcome.ok && TRANSIENT.has(outcome.code) && event.attempts < TRANSIENT_ATTEMPTS)
          throw new Error(
            `The add-on ${install.pluginId} could not run (${outcome.code}): ${outcome.message}`,
          );
      }
    },
  };
}

function inputOf(event: OutboxEvent): Json {
  return {
    id: event.id,
    type: event.type,
    version: EVENTS[event.type as PluginEventType].version,
    occurredAt: event.occurredAt.toISOString(),
    data: event.payload as Json,
  };
}
