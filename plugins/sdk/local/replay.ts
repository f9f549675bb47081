import { z } from 'zod';
import type { HostAnswer, Json, Supervisor } from '../../../core/sandbox/cage.ts';
import type { BuiltPlugin } from '../build/build-plugin.ts';
import type { CallFacts } from '../guest/plugin.ts';
import { type CallRecord, callLocally } from './local-install.ts';
import { createSchoolState } from './school-state.ts';

const answer = z.union([
  z.object({ ok: z.literal(true), value: z.json() }),
  z.object({ ok: z.literal(false), code: z.string(), message: z.string() }),
]);

/** A call that failed at a school, with fakes in place of everything that was of a person. docs/plugins/receipts.md. */
export const replayBundle = z.object({
  format: z.literal('daftar-replay-1'),
  receipt: z.string(),
  plugin: z.object({ id: z.string(), version: z.string(), sha256: z.string() }),
  entry: z.object({
    kind: z.enum(['event', 'schedule', 'endpoint', 'action', 'widget', 'page', 'tab', 'migration']),
    name: z.string(),
  }),
  now: z.number(),
  seed: z.int(),
  facts: z.record(z.string(), z.json()),
  input: z.json(),
  settings: z.record(z.string(), z.json()),
  hostCalls: z.array(z.object({ capability: z.string(), args: z.json(), answer })),
  truncated: z.boolean(),
  outcome: z.object({ code: z.string(), message: z.string() }),
});

export type ReplayBundle = z.infer<typeof replayBundle>;
export type Replay = { record: CallRecord; isSameCode: boolean; isSameRelease: boolean };

/**
 * Runs a failed call again: same input, settings, clock and seed, and the host answers what it answered, in order. When
 * the plugin asks for more than was answered then, it gets `internal`.
 */
export async function replayCall(
  { supervisor, plugin }: { supervisor: Supervisor; plugin: BuiltPlugin },
  bundle: ReplayBundle,
): Promise<Replay> {
  const left = bundle.hostCalls.map((call) => ({ ...call }));
  const state = createSchoolState({ manifest: plugin.manifest, settings: bundle.settings, now: bundle.now });
  const record = await callLocally({ supervisor, plugin, state }, bundle.entry, bundle.input as Json, {
    seed: bundle.seed,
    facts: bundle.facts as unknown as CallFacts,
    intercept: async (capability): Promise<HostAnswer> => {
      const place = left.findIndex((call) => call.capability === capability);
      const [known] = place === -1 ? [] : left.splice(place, 1);
      return (
        (known?.answer as HostAnswer | undefined) ?? {
          ok: false,
          code: 'internal',
          message: 'The bundle has no answer for this.',
        }
      );
    },
  });
  return {
    record,
    isSameCode: record.code === bundle.outcome.code,
    isSameRelease: plugin.sha256 === bundle.plugin.sha256,
  };
}
