import type { HostAnswer, Json, SandboxOutcome } from '../../../core/sandbox/index.ts';
import type { CallFacts, PluginManifest } from '../../../plugins/sdk/index.ts';
import type { HostExchange } from '../receipts/note-host-calls.ts';
import { splitSecrets } from '../secret-settings.ts';
import { createFakes, type Fakes } from './fakes.ts';

export const REPLAY_FORMAT = 'daftar-replay-1';
const MAX_BYTES = 256 * 1024;

/** A failed call to be run again, with fakes in place of people. docs/plugins/receipts.md explains it. */
export type ReplayBundle = {
  format: typeof REPLAY_FORMAT;
  receipt: string;
  plugin: { id: string; version: string; sha256: string };
  entry: { kind: string; name: string };
  limitClass: string;
  now: number;
  seed: number;
  facts: Json;
  input: Json;
  settings: Json;
  hostCalls: { capability: string; args: Json; answer: HostAnswer }[];
  /** True when some host answers are missing at the end. */
  truncated: boolean;
  outcome: { code: string; message: string };
};

export type ReplaySource = {
  receipt: string;
  manifest: PluginManifest;
  sha256: string;
  entry: { kind: string; name: string };
  limitClass: string;
  now: number;
  seed: number;
  facts: CallFacts;
  input: Json;
  /** As stored, secrets included. */
  settings: Json;
  exchanges: HostExchange[];
  isCut: boolean;
  outcome: SandboxOutcome;
};

/** The bundle of a call that failed; undefined for one that went well, or that is too large without a host answer. */
export function replayBundle(source: ReplaySource, fakes: Fakes = createFakes()): ReplayBundle | undefined {
  const { outcome, manifest } = source;
  if (outcome.ok) return undefined;
  const bundle: ReplayBundle = {
    format: REPLAY_FORMAT,
    receipt: source.receipt,
    plugin: { id: manifest.id, version: manifest.version, sha256: source.sha256 },
    entry: { kind: source.entry.kind, name: source.entry.name },
    limitClass: source.limitClass,
    now: source.now,
    seed: source.seed,
    facts: fakes.value(source.facts as unknown as Json),
    input: fakes.value(source.input),
    settings: fakeSettings(source, fakes),
    hostCalls: source.exchanges.map(({ capability, args, answer }) => ({
      capability,
      args: fakes.value(args),
      answer: answer.ok
        ? { ok: true, value: fakes.value(answer.value) }
        : { ok: false, code: answer.code, message: '' },
    })),
    truncated: source.isCut,
    // Last, when all words of people are known: the plugin's own words are what its author needs to read.
    outcome: { code: outcome.code, message: '' },
  };
  bundle.outcome.message = fakes.words(outcome.message.slice(0, 500));
  return cutToSize(bundle);
}

function fakeSettings({ manifest, settings }: ReplaySource, fakes: Fakes): Json {
  const plain = splitSecrets(manifest, settings).settings as Record<string, Json>;
  return Object.fromEntries(
    Object.entries(plain).map(([name, value]) => {
      const property = manifest.settings.properties[name];
      const isChoice = property !== undefined && 'enum' in property && Array.isArray(property.enum);
      return [name, isChoice ? value : fakes.value(value, name)];
    }),
  );
}

function cutToSize(bundle: ReplayBundle): ReplayBundle | undefined {
  const cut = { ...bundle, hostCalls: [...bundle.hostCalls] };
  let size = Buffer.byteLength(JSON.stringify(cut), 'utf8');
  while (size > MAX_BYTES) {
    const last = cut.hostCalls.pop();
    if (last === undefined) return undefined;
    cut.truncated = true;
    size -= Buffer.byteLength(JSON.stringify(last), 'utf8');
  }
  return cut;
}
