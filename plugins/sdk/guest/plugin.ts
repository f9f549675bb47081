import type { ActionAnswer, BlocksAnswer, EndpointAnswer } from '../contract/blocks.ts';
import type { CapabilityInput, CapabilityName, CapabilityOutput } from '../contract/capabilities/table.ts';
import type { PluginEvents, PluginEventType } from '../contract/events/catalogue.ts';
import type { ActionInput, EndpointInput, PageInput, ScheduleInput, TabInput } from '../contract/surfaces.ts';
import type { Bilingual, JsonValue } from '../contract/texts.ts';

/** What every capability answers; it never throws. Decide by `code`. */
export type Answer<T> = { ok: true; value: T } | { ok: false; code: string; message: string };

export type PluginLog = {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
};

/** The school a call runs for, and who caused it. */
export type CallFacts = {
  school: {
    name: string;
    nameAr: string | null;
    language: 'en' | 'ar';
    /** IANA name, such as `Asia/Qatar`. */
    timeZone: string;
    /** Weekdays without school, 0 is Sunday. */
    weekendDays: number[];
  };
  /** The language of the person who looks at the answer; the school's where nobody does. */
  language: 'en' | 'ar';
  /** Opaque and the same for the same person within one install. */
  actor: { kind: 'user'; id: string } | { kind: 'system' } | { kind: 'webhook' };
};

type Methods = Exclude<CapabilityName, 'log'>;
type GroupOf<Name extends string> = Name extends `${infer Group}.${string}` ? Group : never;
type MethodOf<Name extends string, Group extends string> = Name extends `${Group}.${infer Method}`
  ? Method
  : never;
/** `{ students: { read(input) }, kv: { get(input), set(input) … } … }`, from the table of capabilities. */
type CapabilityMethods = {
  [Group in GroupOf<Methods>]: {
    [Name in Methods as MethodOf<Name, Group>]: (
      input: CapabilityInput<Name>,
    ) => Promise<Answer<CapabilityOutput<Name>>>;
  };
};

/** All that a plugin can reach. A capability that was not granted answers `capability_not_granted`. */
export type PluginContext<Settings> = CapabilityMethods &
  CallFacts & {
    /** The school's settings, already checked against the manifest's schema, with its defaults filled in. */
    settings: Settings;
    log: PluginLog;
    /** Epoch milliseconds at which the call started. It does not advance. */
    now: number;
    /** In [0, 1); the same sequence when the call is replayed. */
    random(): number;
    /** A text of the manifest's translations in the call's language; `{name}` is replaced by a value. */
    t(key: string, values?: Record<string, string | number>): string;
    /** The same in both languages, for blocks. */
    both(key: string, values?: Record<string, string | number>): Bilingual;
  };

type Handler<Input, Output, Settings> = (
  input: Input,
  context: PluginContext<Settings>,
) => Promise<Output> | Output;

/** Data of an install as a migration gets and answers it. Pure: no capability can be called. */
export type MigrationData = {
  kv: Record<string, JsonValue>;
  records: Record<string, Record<string, Record<string, JsonValue>>>;
  settings: Record<string, JsonValue>;
};

export type PluginDefinition<Settings> = {
  events?: { [Type in PluginEventType]?: Handler<PluginEvents[Type], unknown, Settings> };
  schedules?: Record<string, Handler<ScheduleInput, unknown, Settings>>;
  endpoints?: Record<string, Handler<EndpointInput, EndpointAnswer | undefined, Settings>>;
  actions?: Record<string, Handler<ActionInput, ActionAnswer | undefined, Settings>>;
  widgets?: Record<string, Handler<PageInput, BlocksAnswer, Settings>>;
  pages?: Record<string, Handler<PageInput, BlocksAnswer, Settings>>;
  tabs?: Record<string, Handler<TabInput, BlocksAnswer, Settings>>;
  migrations?: Record<string, (data: MigrationData) => MigrationData>;
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
