import type {
  GuardiansReadInput,
  GuardiansReadOutput,
  SmsSendInput,
  SmsSendOutput,
  StudentsReadInput,
  StudentsReadOutput,
} from './capabilities.ts';
import type { PluginEvents, PluginEventType } from './events.ts';

export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

/** What every capability answers; it never throws. Decide by `code`. */
export type Answer<T> = { ok: true; value: T } | { ok: false; code: string; message: string };

export type PluginLog = {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
};

/** All that a plugin can reach. A capability that was not granted answers `capability_not_granted`. */
export type PluginContext<Settings> = {
  /** The school's settings, already checked against the manifest's schema, with its defaults filled in. */
  settings: Settings;
  guardians: { read(input: GuardiansReadInput): Promise<Answer<GuardiansReadOutput>> };
  students: { read(input: StudentsReadInput): Promise<Answer<StudentsReadOutput>> };
  sms: { send(input: SmsSendInput): Promise<Answer<SmsSendOutput>> };
  log: PluginLog;
  /** Epoch milliseconds at which the call started. It does not advance. */
  now: number;
  /** In [0, 1); the same sequence when the call is replayed. */
  random(): number;
};

export type PluginHandler<Input, Settings> = (
  input: Input,
  context: PluginContext<Settings>,
) => Promise<unknown> | unknown;

export type PluginDefinition<Settings> = {
  events?: { [Type in PluginEventType]?: PluginHandler<PluginEvents[Type], Settings> };
  schedules?: Record<string, PluginHandler<JsonValue, Settings>>;
  endpoints?: Record<string, PluginHandler<JsonValue, Settings>>;
  actions?: Record<string, PluginHandler<JsonValue, Settings>>;
};

/**
 * Declares what a plugin does. Export the result from the plugin's entry under the name `plugin`.
 * The settings type is the caller's promise about its own settings schema.
 */
export function definePlugin<Settings = Record<string, JsonValue>>(
  definition: PluginDefinition<Settings>,
): PluginDefinition<Settings> {
  return definition;
}
