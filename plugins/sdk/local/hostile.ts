import type { HostAnswer, Json, SandboxEntry, Supervisor } from '../../../core/sandbox/cage.ts';
import type { BuiltPlugin } from '../build/build-plugin.ts';
import { capabilityContract } from '../contract/capabilities/table.ts';
import type { JsonValue } from '../contract/texts.ts';
import { sampleEntries } from './entry-samples.ts';
import { type CallRecord, callLocally, type Intercept } from './local-install.ts';
import { createSchoolState, type SchoolState } from './school-state.ts';
import { fillForm } from './settings.ts';

export type HostileResult = {
  entry: SandboxEntry;
  condition: string;
  problems: string[];
  record: CallRecord;
};

/** Conditions under which every entry must end in order: with `ok`, or by throwing on purpose. */
const CONDITIONS: Record<string, Intercept> = {
  'every capability denied': async () => failure('capability_not_granted'),
  'every capability failing': async () => failure('internal'),
  'every answer slow': async (_capability, _input, next) => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return next();
  },
  'every page empty': async (_capability, _input, next) => emptied(await next()),
  'every text huge': async (capability, _input, next) => enlarged(capability, await next()),
  'every optional field missing': async (capability, _input, next) => stripped(capability, await next()),
};
const MOST_BREAKS = 12;
const HUGE = 'ع'.repeat(2_000);
/** Codes that say the plugin itself is at fault, whatever the host answered. */
const DISORDER = new Set([
  'never_settles',
  'timeout_cpu',
  'timeout_wall',
  'memory',
  'too_many_host_calls',
  'worker_died',
  'result_invalid',
  'result_too_large',
  'plugin_paused',
]);

/**
 * Runs every entry of a plugin while the host denies, fails, dawdles, or answers nothing or far too much; and every event
 * twice, and again after a failure at each of its host calls. A plugin passes when each call settles in order and what it
 * did is the same as after one clean run.
 */
export async function runHostile(
  { supervisor, plugin }: { supervisor: Supervisor; plugin: BuiltPlugin },
  onResult: (result: HostileResult) => void = () => undefined,
): Promise<HostileResult[]> {
  const results: HostileResult[] = [];
  const report = (result: HostileResult): void => {
    results.push(result);
    onResult(result);
  };
  const open = () => freshState(plugin);
  const call = (
    state: SchoolState,
    { entry, input }: { entry: SandboxEntry; input: Json },
    intercept?: Intercept,
  ) => callLocally({ supervisor, plugin, state }, entry, input, { intercept });
  for (const sample of sampleEntries(plugin.manifest, open())) {
    const { entry } = sample;
    for (const [condition, intercept] of Object.entries(CONDITIONS)) {
      const record = await call(open(), sample, intercept);
      report({ entry, condition, record, problems: disorder(record) });
    }
    if (entry.kind !== 'event') continue;
    const once = open();
    const clean = await call(once, sample);
    report({ entry, condition: 'nothing wrong', record: clean, problems: disorder(clean) });
    const wanted = effects(once);
    const twice = await call(once, sample);
    report({
      entry,
      condition: 'the same event twice',
      record: twice,
      problems: [...disorder(twice), ...differs(wanted, once)],
    });
    for (let place = 0; place < Math.min(clean.calls.length, MOST_BREAKS); place += 1) {
      const state = open();
      let seen = -1;
      const broken = await call(state, sample, async (_capability, _input, next) => {
        seen += 1;
        return seen === place ? failure('internal') : next();
      });
      // A call that ended well is not tried again, and the plugin may have done without what failed.
      const record = broken.ok ? broken : await call(state, sample);
      const problems = broken.ok ? disorder(broken) : [...disorder(broken), ...differs(wanted, state)];
      report({
        entry,
        condition: `host call ${place + 1} (${clean.calls[place]?.capability}) fails, then the event again`,
        record,
        problems,
      });
    }
  }
  return results;
}

function freshState(plugin: BuiltPlugin): SchoolState {
  const settings = fillForm(plugin.manifest.settings) as Record<string, JsonValue>;
  return createSchoolState({ manifest: plugin.manifest, settings, now: Date.parse('2026-11-22T05:15:00Z') });
}

function disorder({ code, message }: CallRecord): string[] {
  if (DISORDER.has(code)) return [`The call ended with ${code}: ${message}`];
  // Thrown by the engine and not by the author: an answer was used without a look at `ok`.
  if (
    code === 'guest_error' &&
    /\b(TypeError|ReferenceError|RangeError)\b|Cannot read prop|is not a function|is not iterable/.test(
      message,
    )
  )
    return [`The handler fell over: ${message} Look at "ok" of every answer before its "value".`];
  return [];
}

/** What is left behind by calls, as one text. */
function effects({ messages, meters, kv, records, files }: SchoolState): string {
  const sent = messages.map(({ messageId: _id, ...message }) => JSON.stringify(message)).sort();
  const kept = [...kv].map(([key, { value }]) => [key, value]).sort();
  const rows = [...records].map(([name, own]) => [
    name,
    [...own].map(([key, { value }]) => [key, value]).sort(),
  ]);
  return JSON.stringify(
    { sent, meters: meters.map((unit) => JSON.stringify(unit)).sort(), kept, rows, files: files.size },
    undefined,
    1,
  );
}

function differs(wanted: string, state: SchoolState): string[] {
  const found = effects(state);
  if (found === wanted) return [];
  const lines = new Set(wanted.split('\n'));
  const other = found.split('\n').find((line) => !lines.has(line)) ?? 'something is missing';
  return [
    `It did not come out as after one clean run: ${other.trim().slice(0, 200)}. Use one key for one thing, and write what can be written again.`,
  ];
}

function failure(code: string): HostAnswer {
  return { ok: false, code, message: 'The hostile run asked for it.' };
}

function emptied(answer: HostAnswer): HostAnswer {
  if (!answer.ok || answer.value === null || typeof answer.value !== 'object' || Array.isArray(answer.value))
    return answer;
  const value = { ...answer.value };
  if ('items' in value) value.items = [];
  if ('total' in value) value.total = 0;
  if ('groups' in value) value.groups = [];
  if ('value' in value && value.value !== undefined) value.value = null;
  if ('record' in value) value.record = null;
  delete value.cursor;
  return { ok: true, value };
}

/** Texts of people and places, long ones; ids, dates, choices and what the plugin wrote itself stay. */
function enlarged(capability: string, answer: HostAnswer): HostAnswer {
  if (!answer.ok || !/^(students|guardians|attendance|results|structure)\.|^http\./.test(capability))
    return answer;
  const grow = (value: Json, key = ''): Json => {
    if (Array.isArray(value)) return value.map((item) => grow(item, key));
    if (value !== null && typeof value === 'object')
      return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, grow(item, name)]));
    return typeof value === 'string' && /name|title|note|comment|body/i.test(key) ? HUGE : value;
  };
  return { ok: true, value: grow(answer.value) };
}

/** Personal data without one granted field, as at a school that has none of it. */
function stripped(capability: string, answer: HostAnswer): HostAnswer {
  const pointers = capabilityContract(capability)?.personalData?.pointers;
  if (pointers === undefined || !answer.ok) return answer;
  const { items, total } = answer.value as { items: { [key: string]: Json }[]; total: number };
  const bare = items.map((item) =>
    Object.fromEntries(Object.entries(item).filter(([key]) => pointers.includes(key))),
  );
  return { ok: true, value: { items: bare, total } };
}
