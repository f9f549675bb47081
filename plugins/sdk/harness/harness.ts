import type { Json, Supervisor } from '../../../core/sandbox/cage.ts';
import { createSupervisor } from '../../../core/sandbox/cage.ts';
import { type BuiltPlugin, buildPlugin } from '../build/build-plugin.ts';
import type { PluginEventOf, PluginEventType } from '../contract/events/catalogue.ts';
import type { ActionInput, TabInput } from '../contract/surfaces.ts';
import type { JsonValue } from '../contract/texts.ts';
import type { MigrationData } from '../guest/plugin.ts';
import type { DemoSchool } from '../local/demo-school.ts';
import { demoId } from '../local/demo-values.ts';
import { type CallOptions, type CallRecord, callLocally, type RecordedCall } from '../local/local-install.ts';
import { sampleEvent } from '../local/sample-events.ts';
import {
  createSchoolState,
  type OutgoingRequest,
  type Responder,
  type SchoolState,
  type SentMessage,
} from '../local/school-state.ts';
import { fillSettings } from '../local/settings.ts';

export type HarnessOptions = {
  /** Folder with plugin.json and src/index.ts. */
  folder: string;
  /** Settings of the school; what is left out gets its default. Secrets are given here too. */
  settings?: Record<string, JsonValue>;
  /** The moment at which the clock stands. */
  now?: string | number | Date;
  /** Answers `http.fetch`; without it every request gets 200 and `{}`. */
  respond?: Responder;
};

/** A plugin in the real cage at a demo school in memory. Close it when the test ends. */
export type Harness = {
  plugin: BuiltPlugin;
  school: DemoSchool;
  /** Hands over an event; what is not given comes from the demo school. The same `id` is the same event again. */
  event<Type extends PluginEventType>(
    type: Type,
    data?: Partial<PluginEventOf<Type>['data']>,
    options?: CallOptions & { id?: string },
  ): Promise<CallRecord>;
  schedule(name: string, options?: CallOptions & { scheduledFor?: string }): Promise<CallRecord>;
  action(name: string, input?: Partial<ActionInput>, options?: CallOptions): Promise<CallRecord>;
  widget(name: string, options?: CallOptions & { query?: Record<string, string> }): Promise<CallRecord>;
  page(name: string, options?: CallOptions & { query?: Record<string, string> }): Promise<CallRecord>;
  tab(name: string, input: TabInput, options?: CallOptions): Promise<CallRecord>;
  endpoint(
    name: string,
    input?: { method?: 'GET' | 'POST'; query?: Record<string, string>; body?: Json },
    options?: CallOptions,
  ): Promise<CallRecord>;
  migration(name: string, data: MigrationData): Promise<CallRecord>;
  /** Every question of the plugin to the host so far, with its answer. */
  calls: RecordedCall[];
  messages: SentMessage[];
  meters: SchoolState['meters'];
  requests: OutgoingRequest[];
  /** The values that the plugin keeps, by key. */
  kv(): Record<string, JsonValue>;
  now(): number;
  /** Moves the clock: `advance({ hours: 2 })`. */
  advance(by: { days?: number; hours?: number; minutes?: number }): void;
  /** From now on a capability answers this code; `undefined` lets it work again. */
  fail(capability: string, code: string | undefined): void;
  close(): Promise<void>;
};

const DEFAULT_NOW = '2026-11-22T05:15:00Z';

/**
 * Builds the plugin in a folder and puts it into the cage that schools use, with every capability of the contract at a
 * demo school. Throws when the plugin does not build or the settings do not fit, saying what to change.
 */
export async function createHarness(options: HarnessOptions): Promise<Harness> {
  const plugin = await buildPlugin(options.folder, { write: false });
  const supervisor = createSupervisor({ spares: 1, maxWorkers: 2 });
  return assembleHarness(plugin, supervisor, options);
}

function assembleHarness(plugin: BuiltPlugin, supervisor: Supervisor, options: HarnessOptions): Harness {
  const state = createSchoolState({
    manifest: plugin.manifest,
    settings: fillSettings(plugin.manifest, options.settings ?? {}),
    now: new Date(options.now ?? DEFAULT_NOW).getTime(),
    ...(options.respond ? { respond: options.respond } : {}),
  });
  const failing = new Map<string, string>();
  const calls: RecordedCall[] = [];
  let events = 0;
  const run = async (
    kind: CallRecord['entry']['kind'],
    name: string,
    input: object,
    call: CallOptions = {},
  ): Promise<CallRecord> => {
    const record = await callLocally({ supervisor, plugin, state }, { kind, name }, input as Json, {
      ...call,
      intercept: async (capability, args, next) => {
        const code = failing.get(capability);
        if (code !== undefined) return { ok: false, code, message: 'The test asked for it.' };
        return call.intercept ? call.intercept(capability, args, next) : next();
      },
    });
    calls.push(...record.calls);
    return record;
  };
  const user = { kind: 'user', id: 'demo-user' } as const;
  return {
    plugin,
    school: state.school,
    event: (type, changes = {}, { id, ...call } = {}) => {
      events += 1;
      const event = sampleEvent(state.school, type, {
        changes,
        id: id ?? demoId('event', events),
        now: state.now,
      });
      return run('event', type, event, call);
    },
    schedule: (name, { scheduledFor, ...call } = {}) =>
      run(
        'schedule',
        name,
        { scheduledFor: scheduledFor ?? new Date(state.now).toISOString(), missed: 0 },
        call,
      ),
    action: (name, input = {}, call) =>
      run('action', name, { recordIds: [], values: {}, ...input }, { actor: user, ...call }),
    widget: (name, { query = {}, ...call } = {}) => run('widget', name, { query }, { actor: user, ...call }),
    page: (name, { query = {}, ...call } = {}) => run('page', name, { query }, { actor: user, ...call }),
    tab: (name, input, call) => run('tab', name, input, { actor: user, ...call }),
    endpoint: (name, { method = 'POST', query = {}, body = {} } = {}, call) =>
      run('endpoint', name, { method, query, body }, { actor: { kind: 'webhook' }, ...call }),
    migration: (name, data) => run('migration', name, data),
    calls,
    messages: state.messages,
    meters: state.meters,
    requests: state.requests,
    kv: () => Object.fromEntries([...state.kv].map(([key, { value }]) => [key, value])),
    now: () => state.now,
    advance: ({ days = 0, hours = 0, minutes = 0 }) => {
      state.now += ((days * 24 + hours) * 60 + minutes) * 60_000;
    },
    fail: (capability, code) => {
      if (code === undefined) failing.delete(capability);
      else failing.set(capability, code);
    },
    close: () => supervisor.close(),
  };
}
