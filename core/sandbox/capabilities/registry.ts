import {
  type CAPABILITIES,
  type CapabilityName,
  capabilityContract,
  type PluginManifest,
} from '../../../plugins/sdk/index.ts';
import type { HostAnswer, HostCall, Json, LimitClass } from '../types.ts';

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
  /** Of the installed version, with only the hosts and meters that the school accepted. */
  manifest: Pick<PluginManifest, 'egress' | 'meters' | 'collections' | 'storage' | 'limits' | 'settings'>;
  /** Of this very call; the manifest's without it. */
  limitClass?: LimitClass;
  /** The value of a secret setting: for the host's own use, never for the guest. */
  secret(name: string): string | undefined;
};

type InputOf<Name extends CapabilityName> = import('zod').output<(typeof CAPABILITIES)[Name]['input']>;
type OutputOf<Name extends CapabilityName> = import('zod').input<(typeof CAPABILITIES)[Name]['output']>;

/**
 * The host's side of one method; its schemas and its personal data are those of the contract. A capability with
 * personal data answers `{items, total}`; each item is cut down to the granted fields and the contract's pointers.
 */
export type Capability<Name extends CapabilityName> = {
  name: Name;
  run(context: CapabilityContext, input: InputOf<Name>): Promise<OutputOf<Name>>;
};

export type PersonalDataAccess = {
  capability: string;
  dataClass: string;
  fields: string[];
  count: number;
  purpose: string;
};

/** A capability whose types are closed over: how a list of different ones is held. */
export type AnyCapability = {
  name: CapabilityName;
  run(context: CapabilityContext, input: never): Promise<unknown>;
};

type Page = { items: Record<string, Json>[]; total: number };

/** An answer of a capability with its own stable code, told to the plugin. Compared by shape, never by class. */
export class CapabilityRefusal extends Error {
  readonly code: string;
  readonly status = 400;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'CapabilityRefusal';
    this.code = code;
  }
}

/** Ends a capability with one of its contract's codes. `message` is for the plugin's author. */
export function refuseCall(code: string, message: string): never {
  throw new CapabilityRefusal(code, message);
}

/**
 * Builds the host side of one call from the scope that was granted. The result never rejects.
 *
 * - A name that is not granted, or not known, answers `capability_not_granted`; names are compared as exact strings.
 * - Input that the contract's schema refuses answers `invalid_argument`, naming where.
 * - Personal data is filtered to the granted fields and reported through `onAccess` before it is handed over; when
 *   the report fails, the data is not handed over (`internal`).
 * - A write for a suspended school answers `tenant.read_only`.
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
  const known = new Map<string, AnyCapability>(
    capabilities.map((capability) => [capability.name, capability]),
  );
  const grants = new Map(context.grants.map((grant) => [grant.capability, grant]));

  const answer = async (name: string, args: Json, failed: (error: unknown) => void): Promise<HostAnswer> => {
    const contract = capabilityContract(name);
    const capability = known.get(name);
    const grant = contract ? grants.get(contract.permission) : undefined;
    if (contract === undefined || capability === undefined || grant === undefined)
      return refuse('capability_not_granted', 'This capability was not granted to the plugin.');
    const input = contract.input.safeParse(args);
    if (!input.success) {
      const [issue] = input.error.issues;
      return refuse(
        'invalid_argument',
        `${issue?.path.join('.') || 'input'}: ${issue?.message ?? 'invalid'}`,
      );
    }
    try {
      const value = await capability.run(context, input.data as never);
      const { personalData } = contract;
      if (personalData === undefined) return { ok: true, value: value as Json };
      const page = filterPage(value as Page, grant, personalData.pointers);
      await onAccess?.({
        capability: name,
        dataClass: personalData.dataClass,
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

function filterPage(page: Page, grant: Grant, pointers: readonly string[]): Page & { fields: string[] } {
  const granted = new Set(grant.fields ?? []);
  const kept = new Set([...pointers, ...granted]);
  const items = page.items.map((item) =>
    Object.fromEntries(Object.entries(item).filter(([key]) => kept.has(key))),
  );
  const seen = new Set(items.flatMap((item) => Object.keys(item)));
  return { items, total: page.total, fields: [...granted].filter((field) => seen.has(field)).sort() };
}

function refuse(code: string, message: string): HostAnswer {
  return { ok: false, code, message };
}

const HIDDEN = refuse('internal', 'The host could not serve this call.');

/** By shape, not by class: bundlers make copies of classes. */
function explain(error: unknown): HostAnswer {
  if (typeof error !== 'object' || error === null || !('code' in error)) return HIDDEN;
  // What the database says to every write for a suspended school. Known by its code: this file also runs without one.
  if (error.code === 'DF423')
    return refuse('tenant.read_only', 'The school is suspended: it can be read and not written.');
  if ('status' in error) {
    const { code, status } = error;
    const message = 'message' in error && typeof error.message === 'string' ? error.message : '';
    if (typeof code === 'string' && typeof status === 'number' && status < 500) return refuse(code, message);
  }
  return HIDDEN;
}
