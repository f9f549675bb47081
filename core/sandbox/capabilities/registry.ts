import type { ZodType } from 'zod';
import type { HostAnswer, HostCall, Json } from '../types.ts';

/** What the school allowed an install to do. Without `fields` no personal field is handed over at all. */
export type Grant = { capability: string; dataClass?: string; fields?: string[]; purpose: string };

/** Bound by the host when a call starts; nothing in it ever comes from an argument. */
export type CapabilityContext = {
  tenantId: string;
  installId: string;
  pluginId: string;
  version: string;
  callId: string;
  actorId?: string;
  grants: Grant[];
  locale: string;
};

/** A page of records, the one shape in which personal data leaves a capability. */
export type CapabilityPage = { items: { [field: string]: Json }[]; total: number };

/**
 * One thing a plugin may do. A capability with `personalData` answers a `CapabilityPage`; each item is cut down to
 * the granted fields, plus `always` (keys that only point at a record, such as its id).
 */
export type Capability<I, O> = {
  name: string;
  input: ZodType<I>;
  personalData?: { class: string; always?: string[] };
  run(context: CapabilityContext, input: I): Promise<O>;
};

/** What `run` of any capability answers once its input type is forgotten. */
export type CapabilityResult = Json | object;

export type PersonalDataAccess = {
  capability: string;
  dataClass: string;
  fields: string[];
  count: number;
  purpose: string;
};

/** A capability whose types are closed over: how a list of different ones is held. */
type AnyCapability = Pick<Capability<never, CapabilityResult>, 'name' | 'personalData' | 'run'> & {
  input: { safeParse(value: unknown): { success: true; data: unknown } | { success: false } };
};

/**
 * Builds the host side of one call from the scope that was granted. The result never rejects.
 *
 * - A name that is not granted, or not known, answers `capability_not_granted`; names are compared as exact strings.
 * - Input that the schema refuses answers `invalid_argument`. Schemas should be strict, so unknown keys are refused.
 * - Personal data is filtered to the granted fields and reported through `onAccess` before it is handed over; when
 *   the report fails, the data is not handed over (`internal`).
 * - An error with a `code` and a `status` below 500 is told to the plugin; every other one is only `internal`.
 */
export function createHostCall({
  capabilities,
  context,
  onAccess,
  onCall,
}: {
  capabilities: AnyCapability[];
  context: CapabilityContext;
  onAccess?(access: PersonalDataAccess): void | Promise<void>;
  onCall?(call: { capability: string; code: string; wallMs: number; error?: unknown }): void;
}): HostCall {
  const known = new Map(capabilities.map((capability) => [capability.name, capability]));
  const grants = new Map(context.grants.map((grant) => [grant.capability, grant]));

  const answer = async (name: string, args: Json, failed: (error: unknown) => void): Promise<HostAnswer> => {
    const capability = known.get(name);
    const grant = grants.get(name);
    if (capability === undefined || grant === undefined) {
      return refuse('capability_not_granted', 'This capability was not granted to the plugin.');
    }
    const input = capability.input.safeParse(args);
    if (!input.success)
      return refuse('invalid_argument', 'The argument does not fit the schema of the capability.');
    try {
      const value = await capability.run(context, input.data as never);
      const { personalData } = capability;
      if (personalData === undefined) return { ok: true, value: value as Json };
      const page = filterPage(value as CapabilityPage, grant, personalData.always ?? []);
      await onAccess?.({
        capability: name,
        dataClass: personalData.class,
        fields: page.fields,
        count: page.items.length,
        purpose: grant.purpose,
      });
      return { ok: true, value: { items: page.items, total: page.total } };
    } catch (error) {
      failed(error);
      return explain(error);
    }
  };

  return async (name, args) => {
    const startedAt = performance.now();
    let error: unknown;
    const result = await answer(name, args, (thrown) => {
      error = thrown;
    });
    const code = result.ok ? 'ok' : result.code;
    onCall?.({
      capability: name,
      code,
      wallMs: performance.now() - startedAt,
      ...(error === undefined ? {} : { error }),
    });
    return result;
  };
}

function filterPage(
  page: CapabilityPage,
  grant: Grant,
  always: string[],
): CapabilityPage & { fields: string[] } {
  const granted = new Set(grant.fields ?? []);
  const kept = new Set([...always, ...granted]);
  const items = page.items.map((item) =>
    Object.fromEntries(Object.entries(item).filter(([key]) => kept.has(key))),
  );
  const seen = new Set(items.flatMap((item) => Object.keys(item)));
  return { items, total: page.total, fields: [...granted].filter((field) => seen.has(field)).sort() };
}

function refuse(code: string, message: string): HostAnswer {
  return { ok: false, code, message };
}

/** By shape, not by class: bundlers make copies of classes. */
function explain(error: unknown): HostAnswer {
  if (typeof error === 'object' && error !== null && 'code' in error && 'status' in error) {
    const { code, status } = error;
    const message = 'message' in error && typeof error.message === 'string' ? error.message : '';
    if (typeof code === 'string' && typeof status === 'number' && status < 500) return refuse(code, message);
  }
  return refuse('internal', 'The host could not serve this call.');
}
