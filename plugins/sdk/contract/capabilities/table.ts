import type { z } from 'zod';
import { AGGREGATES } from './aggregates.ts';
import { OUTGOING } from './outgoing.ts';
import { PEOPLE } from './people.ts';
import { SCHOOL_DATA } from './school-data.ts';
import type { CapabilityContract } from './shared.ts';
import { STORAGE } from './storage.ts';

/**
 * Every method a plugin can call, by name. The host's checks, the SDK's types and docs/plugins/capabilities.md come from
 * this table alone.
 */
export const CAPABILITIES = { ...PEOPLE, ...SCHOOL_DATA, ...AGGREGATES, ...STORAGE, ...OUTGOING } as const;

export type CapabilityName = keyof typeof CAPABILITIES;
export type CapabilityInput<Name extends CapabilityName> = z.input<(typeof CAPABILITIES)[Name]['input']>;
export type CapabilityOutput<Name extends CapabilityName> = z.output<(typeof CAPABILITIES)[Name]['output']>;

/** Codes that every capability can answer. */
export const COMMON_CODES = [
  'capability_not_granted',
  'invalid_argument',
  'argument_too_large',
  'answer_too_large',
  'too_many_host_calls',
  'tenant.read_only',
  'internal',
] as const;

const contracts: Record<string, CapabilityContract> = CAPABILITIES;

/** The contract of a method; undefined for a name that is none. */
export function capabilityContract(name: string): CapabilityContract | undefined {
  return Object.hasOwn(contracts, name) ? contracts[name] : undefined;
}

/** What a manifest can ask for: each permission with the data class and fields that its methods hand over. */
export const PERMISSIONS: ReadonlyMap<string, { methods: string[]; dataClass?: string; fields: string[] }> =
  (() => {
    const permissions = new Map<string, { methods: string[]; dataClass?: string; fields: string[] }>();
    for (const [name, { permission, personalData }] of Object.entries(contracts)) {
      const known = permissions.get(permission) ?? { methods: [], fields: [] };
      permissions.set(permission, {
        ...known,
        ...(personalData ? { dataClass: personalData.dataClass, fields: [...personalData.fields] } : {}),
        methods: [...known.methods, name],
      });
    }
    return permissions;
  })();

type ItemOf<Name extends 'students.read' | 'guardians.read' | 'attendance.read' | 'results.read'> =
  CapabilityOutput<Name>['items'][number];
/** Records as a plugin gets them: fields that were not granted are missing. */
export type StudentRecord = ItemOf<'students.read'>;
export type GuardianRecord = ItemOf<'guardians.read'>;
export type AttendanceRecord = ItemOf<'attendance.read'>;
export type ResultRecord = ItemOf<'results.read'>;
