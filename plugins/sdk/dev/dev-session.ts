import type { Json, SandboxEntry, Supervisor } from '../../../core/sandbox/cage.ts';
import { type BuiltPlugin, buildPlugin } from '../build/build-plugin.ts';
import { scanCode } from '../build/scan-code.ts';
import type { JsonValue } from '../contract/texts.ts';
import { sampleEntries } from '../local/entry-samples.ts';
import { type CallRecord, callLocally } from '../local/local-install.ts';
import { createSchoolState, type SchoolState } from '../local/school-state.ts';
import { fillForm, fillSettings } from '../local/settings.ts';

const MOST_RECORDS = 200;

export type DevSession = {
  /** Reads the folder again. What the plugin kept stays, so that a change can be tried on it. */
  rebuild(): Promise<void>;
  /** Throws an Error for people when nothing is built or the entry is not declared. */
  call(entry: SandboxEntry, input: Json, language: 'en' | 'ar'): Promise<CallRecord>;
  /** The same call with the same seed and clock. */
  replay(place: number): Promise<CallRecord>;
  configure(settings: object): void;
  /** Moves the clock to a moment. */
  setClock(moment: string): void;
  /** Back to an untouched school. */
  reset(): void;
  /** Everything the page shows. */
  view(): object;
};

/** One plugin at one demo school for as long as `dev` runs. `onChange` is called after everything that changes the view. */
export function createDevSession(
  folder: string,
  supervisor: Supervisor,
  onChange: (record?: CallRecord) => void,
): DevSession {
  let plugin: BuiltPlugin | undefined;
  let state: SchoolState | undefined;
  let problems: string[] = [];
  let records: CallRecord[] = [];
  const current = () => {
    if (plugin === undefined || state === undefined)
      throw new Error('The plugin does not build yet; the terminal and the page say why.');
    return { plugin, state };
  };
  const keep = (record: CallRecord): CallRecord => {
    records = [...records, record].slice(-MOST_RECORDS);
    onChange(record);
    return record;
  };
  const fresh = (built: BuiltPlugin, settings: Record<string, JsonValue>): SchoolState =>
    createSchoolState({ manifest: built.manifest, settings, now: Date.now() });

  return {
    async rebuild() {
      try {
        const built = await buildPlugin(folder, { write: false });
        const settings = fillForm(built.manifest.settings) as Record<string, JsonValue>;
        if (state === undefined) state = fresh(built, settings);
        else
          Object.assign(state, {
            manifest: built.manifest,
            settings: { ...settings, ...known(built, state.settings) },
          });
        plugin = built;
        problems = scanCode(built.manifest, built.code).map(({ message }) => message);
      } catch (error) {
        problems = [error instanceof Error ? error.message : String(error)];
      }
      onChange();
    },
    async call(entry, input, language) {
      return keep(
        await callLocally({ supervisor, ...current() }, entry, input, { language, actor: actorOf(entry) }),
      );
    },
    async replay(place) {
      const record = records[place];
      if (record === undefined) throw new Error('There is no such call.');
      const { plugin: built, state: school } = current();
      const { entry, input, now, seed, facts } = record;
      return keep(
        await callLocally({ supervisor, plugin: built, state: { ...school, now } }, entry, input, {
          seed,
          language: facts.language,
          actor: facts.actor,
        }),
      );
    },
    configure(settings) {
      const { plugin: built, state: school } = current();
      school.settings = fillSettings(built.manifest, settings);
      onChange();
    },
    setClock(moment) {
      const at = Date.parse(moment);
      if (Number.isNaN(at)) throw new Error('Give a moment such as 2026-11-22T07:30:00Z.');
      current().state.now = at;
      onChange();
    },
    reset() {
      const { plugin: built, state: school } = current();
      state = fresh(built, school.settings);
      records = [];
      onChange();
    },
    view: () => ({
      problems,
      records,
      ...(plugin && state
        ? {
            manifest: plugin.manifest,
            sha256: plugin.sha256,
            settings: state.settings,
            now: new Date(state.now).toISOString(),
            samples: sampleEntries(plugin.manifest, state),
            messages: state.messages,
            meters: state.meters,
            requests: state.requests,
            kept: Object.fromEntries([...state.kv].map(([key, { value }]) => [key, value])),
            own: Object.fromEntries(
              [...state.records].map(([name, rows]) => [name, Object.fromEntries(rows)]),
            ),
            files: [...state.files.values()].map(({ file }) => file),
          }
        : {}),
    }),
  };
}

/** Settings that were typed and that the manifest still has. */
function known({ manifest }: BuiltPlugin, settings: Record<string, JsonValue>): Record<string, JsonValue> {
  return Object.fromEntries(
    Object.entries(settings).filter(([name]) => Object.hasOwn(manifest.settings.properties, name)),
  );
}

function actorOf({
  kind,
}: SandboxEntry): { kind: 'user'; id: string } | { kind: 'system' } | { kind: 'webhook' } {
  if (kind === 'endpoint') return { kind: 'webhook' };
  return kind === 'event' || kind === 'schedule' || kind === 'migration'
    ? { kind: 'system' }
    : { kind: 'user', id: 'demo-user' };
}
