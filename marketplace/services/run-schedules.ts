import type { EventHandler } from '../../core/jobs/index.ts';
import { callPlugin, type PluginHost } from './call-plugin.ts';
import { SCHEDULE_DUE } from './clock-schedules.ts';
import { isTriedAgain } from './run-plugins.ts';
import { findRunnableById } from './runnable-install.ts';

/**
 * Runs one moment of one schedule in the cage, once: its receipt bears the schedule and the moment. An install that was
 * switched off or lost the schedule in the meantime runs nothing.
 */
export function scheduleRunner(host: PluginHost): EventHandler {
  return {
    name: 'plugin-schedules',
    handles: (type) => type === SCHEDULE_DUE,
    run: async ({ payload, attempts }) => {
      const name = String(payload.name);
      const scheduledFor = String(payload.scheduledFor);
      const key = `schedule:${name}:${scheduledFor}`;
      const install = await findRunnableById(host.pool, String(payload.installId), key);
      const surface = install?.manifest.schedules.find((schedule) => schedule.name === name);
      if (install === undefined || surface === undefined) return;
      const outcome = await callPlugin(
        host,
        {
          install,
          entry: { kind: 'schedule', name },
          input: { scheduledFor, missed: Number(payload.missed ?? 0) },
          limitClass: surface.limits ?? install.manifest.limits,
          key,
          actor: { kind: 'system' },
        },
        (result) => isTriedAgain(result, attempts),
      );
      if (isTriedAgain(outcome, attempts) && !outcome.ok)
        throw new Error(`The add-on ${install.pluginId} could not run (${outcome.code}): ${outcome.message}`);
    },
  };
}
