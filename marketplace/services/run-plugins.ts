import type { EventHandler, OutboxEvent } from '../../core/jobs/index.ts';
import type { Json, SandboxCode, SandboxOutcome } from '../../core/sandbox/index.ts';
import { EVENTS, OWN_EVENTS, PLUGIN_EVENT_TYPES, type PluginEventType } from '../../plugins/sdk/index.ts';
import { callPlugin, type PluginHost } from './call-plugin.ts';
import { raiseFailure } from './raise-failure.ts';
import { installsForEvent, type RunnableInstall } from './runnable-install.ts';

// The host's trouble and not the plugin's: the event is tried again. Everything else is the plugin's own answer.
const TRANSIENT: ReadonlySet<SandboxCode> = new Set(['busy', 'closed', 'worker_died']);
const TRANSIENT_ATTEMPTS = 4;
// About seven minutes with the pauses of the outbox, and before the outbox itself gives the event up.
const FAIL_CLOSED_ATTEMPTS = 8;

/** True when this outcome is tried again under the same key after attempts so far, this one included. */
export function isTriedAgain(outcome: SandboxOutcome, attempts: number, failClosed = false): boolean {
  if (outcome.ok) return false;
  if (TRANSIENT.has(outcome.code) && attempts < TRANSIENT_ATTEMPTS) return true;
  return failClosed && attempts < FAIL_CLOSED_ATTEMPTS;
}

/**
 * Runs every enabled add-on of the school that listens to an event, each in the cage and each once: a receipt
 * that exists is not run again. A faulty add-on leaves its receipt and stops nobody else. One whose manifest asks to
 * fail closed is tried again with the pauses of the outbox, and in the end the school is told by an alarm.
 */
export function pluginRunner(host: PluginHost): EventHandler {
  const types: ReadonlySet<string> = new Set(PLUGIN_EVENT_TYPES);
  return {
    name: 'plugins',
    handles: (type) => types.has(type),
    run: async (event) => {
      // An event of one add-on that names none is nobody's: better untold than told to all.
      if (OWN_EVENTS.has(event.type as PluginEventType) && event.audience === undefined) return;
      const again: string[] = [];
      for (const install of await installsForEvent(host.pool, event)) {
        const trouble = await runOne(host, install, event);
        if (trouble) again.push(trouble);
      }
      if (again.length > 0) throw new Error(again.join(' '));
    },
  };
}

/** Undefined when the add-on is done with the event; otherwise why it must be tried again. */
async function runOne(
  host: PluginHost,
  install: RunnableInstall,
  event: OutboxEvent,
): Promise<string | undefined> {
  const surface = install.manifest.events.find(({ name }) => name === event.type);
  const failClosed = surface?.failClosed === true;
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
    (result) => isTriedAgain(result, event.attempts, failClosed),
  );
  if (outcome.ok) return undefined;
  if (isTriedAgain(outcome, event.attempts, failClosed))
    return `The add-on ${install.pluginId} could not run (${outcome.code}): ${outcome.message}`;
  if (failClosed) await raiseFailure(host.pool, { install, event, code: outcome.code });
  return undefined;
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
