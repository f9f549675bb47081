import { refuseCall } from '../../../core/sandbox/cage.ts';
import type { CapabilityInput, CapabilityName } from '../contract/capabilities/table.ts';
import type { PluginManifest } from '../contract/manifest.ts';
import type { JsonValue } from '../contract/texts.ts';
import { createDemoSchool, type DemoSchool } from './demo-school.ts';

export type OwnFile = {
  fileId: string;
  name: string;
  contentType: string;
  bytes: number;
  sha256: string;
  createdAt: string;
};

/** What a plugin sent, in the order of sending; repetitions under a known key are not in it. */
export type SentMessage =
  | ({ channel: 'sms'; messageId: string; parts: number } & CapabilityInput<'sms.send'>)
  | ({ channel: 'email'; messageId: string } & CapabilityInput<'email.send'>)
  | ({ channel: 'notice'; messageId: string } & CapabilityInput<'notify.send'>);

export type OutgoingRequest = {
  url: string;
  method: string;
  /** As they leave: a secret setting is in them as the platform puts it there. */
  headers: Record<string, string>;
  body: string;
};
export type OutgoingResponse = { status?: number; headers?: Record<string, string>; body?: string };
export type Responder = (request: OutgoingRequest) => OutgoingResponse | Promise<OutgoingResponse>;

/** Everything that one install has and did at the demo school, in memory. */
export type SchoolState = {
  school: DemoSchool;
  manifest: PluginManifest;
  /** With the values of secrets. */
  settings: Record<string, JsonValue>;
  now: number;
  kv: Map<string, { value: JsonValue; expiresAt: number | undefined }>;
  records: Map<string, Map<string, { value: Record<string, JsonValue>; updatedAt: string }>>;
  files: Map<string, { file: OwnFile; content: Buffer }>;
  messages: SentMessage[];
  meters: CapabilityInput<'meter.add'>[];
  requests: OutgoingRequest[];
  /** Answers of capabilities that act once for a key. */
  answered: Map<string, unknown>;
  questionsLeft: number;
  respond: Responder;
};

const DAILY_QUESTIONS = 50;

export function createSchoolState(options: {
  manifest: PluginManifest;
  settings: Record<string, JsonValue>;
  now: number;
  respond?: Responder;
  school?: DemoSchool;
}): SchoolState {
  const { manifest, settings, now } = options;
  return {
    school: options.school ?? createDemoSchool(new Date(now).toISOString().slice(0, 10)),
    manifest,
    settings,
    now,
    kv: new Map(),
    records: new Map(),
    files: new Map(),
    messages: [],
    meters: [],
    requests: [],
    answered: new Map(),
    questionsLeft: DAILY_QUESTIONS,
    respond: options.respond ?? (() => ({ status: 200, body: '{}' })),
  };
}

/** Acts once for one key; a repetition gets the first answer with the status `duplicate`. */
export function once<Result extends { status: string }>(
  state: SchoolState,
  capability: CapabilityName,
  key: string,
  act: () => Result,
): Result {
  const name = `${capability} ${key}`;
  const known = state.answered.get(name);
  if (known !== undefined) return { ...(known as Result), status: 'duplicate' };
  const result = act();
  state.answered.set(name, result);
  return result;
}

/** Keys and records count together against `storage.keys`. Refuses with quota_reached. */
export function reserveKey({ kv, records, manifest }: SchoolState): void {
  const used = [...records.values()].reduce((sum, rows) => sum + rows.size, kv.size);
  if (used >= manifest.storage.keys)
    refuseCall('quota_reached', `The plugin keeps ${manifest.storage.keys} keys already.`);
}

/** One page of a list, as every reading capability cuts it. */
export function pageOf<Item>(
  items: Item[],
  { limit = 50, offset = 0 }: { limit?: number; offset?: number },
): { items: Item[]; total: number } {
  return { items: items.slice(offset, offset + limit), total: items.length };
}

/** One page by cursor: the cursor is the last key that was seen. */
export function pageAfter<Item>(
  items: Item[],
  keyOf: (item: Item) => string,
  { limit = 50, cursor }: { limit?: number | undefined; cursor?: string | undefined },
): { items: Item[]; cursor?: string } {
  const after = cursor === undefined ? 0 : items.findIndex((item) => keyOf(item) === cursor) + 1;
  const shown = items.slice(after, after + limit);
  const last = shown.at(-1);
  return last !== undefined && after + limit < items.length
    ? { items: shown, cursor: keyOf(last) }
    : { items: shown };
}
