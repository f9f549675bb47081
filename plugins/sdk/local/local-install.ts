import type {
  AnyCapability,
  Grant,
  HostAnswer,
  Json,
  PersonalDataAccess,
  SandboxEntry,
  SandboxLog,
  SandboxUsage,
  Supervisor,
} from '../../../core/sandbox/cage.ts';
import { createHostCall } from '../../../core/sandbox/cage.ts';
import type { BuiltPlugin } from '../build/build-plugin.ts';
import type { CallFacts } from '../guest/plugin.ts';
import { aggregateCapabilities } from './capabilities/aggregates.ts';
import { outgoingCapabilities } from './capabilities/outgoing.ts';
import { peopleCapabilities } from './capabilities/people.ts';
import { storageCapabilities } from './capabilities/storage.ts';
import type { SchoolState } from './school-state.ts';
import { secretNames } from './settings.ts';
import { answerProblem, limitClassOf } from './surfaces.ts';

/** One question of the plugin to the host, and what it was answered. */
export type RecordedCall = { capability: string; input: Json; answer: HostAnswer };

/** Everything about one call: what `replay` needs to run it again, and what a test looks at. */
export type CallRecord = {
  entry: SandboxEntry;
  input: Json;
  settings: Json;
  facts: CallFacts;
  now: number;
  seed: number;
  ok: boolean;
  /** `ok`, or the code that the platform would write into the receipt. */
  code: string;
  message: string;
  result: Json;
  logs: SandboxLog[];
  usage: SandboxUsage;
  calls: RecordedCall[];
  /** Personal data that was handed over, as the school would see it in its log. */
  accesses: PersonalDataAccess[];
};

/** Stands between the plugin and the demo school; answers itself or asks `next`. */
export type Intercept = (
  capability: string,
  input: Json,
  next: () => Promise<HostAnswer>,
) => Promise<HostAnswer>;

export type CallOptions = {
  language?: 'en' | 'ar';
  actor?: CallFacts['actor'];
  seed?: number;
  /** In place of those of the demo school. */
  facts?: CallFacts;
  intercept?: Intercept | undefined;
};

let callNumber = 0;

/**
 * Runs one entry of a plugin at the demo school, in the same cage and behind the same broker as at a school. Throws only
 * for an entry that the manifest does not declare.
 */
export async function callLocally(
  { supervisor, plugin, state }: { supervisor: Supervisor; plugin: BuiltPlugin; state: SchoolState },
  entry: SandboxEntry,
  input: Json,
  { language, actor = { kind: 'system' }, seed = 1, facts: given, intercept }: CallOptions = {},
): Promise<CallRecord> {
  const { manifest } = plugin;
  const limitClass = limitClassOf(manifest, entry);
  callNumber += 1;
  const callId = `local-${callNumber}`;
  const secrets = secretNames(manifest);
  const settings = Object.fromEntries(Object.entries(state.settings).filter(([name]) => !secrets.has(name)));
  const { profile } = state.school;
  const facts: CallFacts = given ?? { school: profile, language: language ?? profile.language, actor };
  const [calls, accesses]: [RecordedCall[], PersonalDataAccess[]] = [[], []];
  const host = createHostCall({
    capabilities: localCapabilities(state),
    context: {
      tenantId: 'demo-school',
      installId: 'demo-install',
      pluginId: manifest.id,
      version: manifest.version,
      callId,
      grants: manifest.permissions.map(
        ({ capability, dataClass, fields, purpose }): Grant => ({
          capability,
          purpose: purpose.en,
          ...(dataClass ? { dataClass } : {}),
          ...(fields ? { fields } : {}),
        }),
      ),
      locale: profile.language,
      manifest: { ...manifest, limits: limitClass },
      secret: (name) => {
        const value = secrets.has(name) ? state.settings[name] : undefined;
        return typeof value === 'string' && value !== '' ? value : undefined;
      },
    },
    onAccess: (access) => void accesses.push(access),
  });
  const outcome = await supervisor.run(
    {
      callId,
      tenantId: 'demo-school',
      installId: 'demo-install',
      pluginId: manifest.id,
      version: manifest.version,
      bundle: { code: plugin.code, sha256: plugin.integrity.codeSha256 },
      entry,
      input,
      settings,
      facts: facts as unknown as Json,
      limitClass,
      now: state.now,
      seed,
    },
    async (capability, args) => {
      const next = () => host(capability, args);
      const answer = await (intercept ? intercept(capability, args, next) : next());
      calls.push({ capability, input: args, answer });
      return answer;
    },
  );
  const problem = outcome.ok ? answerProblem(entry.kind, outcome.result) : undefined;
  return {
    entry,
    input,
    settings,
    facts,
    now: state.now,
    seed,
    ok: outcome.ok && problem === undefined,
    code: outcome.ok ? (problem === undefined ? 'ok' : 'result_invalid') : outcome.code,
    message: outcome.ok ? (problem ?? '') : outcome.message,
    result: outcome.ok ? outcome.result : null,
    logs: outcome.logs,
    usage: outcome.usage,
    calls,
    accesses,
  };
}

/** Every capability of the contract but `log`, which the cage itself serves. */
export function localCapabilities(state: SchoolState): AnyCapability[] {
  return [
    ...peopleCapabilities(state),
    ...aggregateCapabilities(state),
    ...storageCapabilities(state),
    ...outgoingCapabilities(state),
  ];
}
