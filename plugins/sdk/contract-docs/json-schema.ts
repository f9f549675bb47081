import { hash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '../build/canonical-json.ts';
import { actionAnswer, blocksAnswer, endpointAnswer } from '../contract/blocks.ts';
import type { CapabilityContract } from '../contract/capabilities/shared.ts';
import { CAPABILITIES, COMMON_CODES } from '../contract/capabilities/table.ts';
import { EVENTS, OWN_EVENTS } from '../contract/events/catalogue.ts';
import { pluginManifest } from '../contract/manifest.ts';
import { PLATFORM_METERS } from '../contract/manifest-rules.ts';

/** The parts of JSON Schema that the contract's schemas turn into. */
export type JsonSchema = {
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  description?: string;
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  propertyNames?: JsonSchema;
  additionalProperties?: JsonSchema | boolean;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
};

/** What people write: keys with a default may be left out. */
export function schemaOf(schema: z.ZodType): JsonSchema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return rest as JsonSchema;
}

/** The schema of `plugin.json` for editors, as text. Rules over several keys are not in it; `validate` knows them. */
export function manifestJsonSchema(): string {
  const schema = z.toJSONSchema(pluginManifest, { io: 'input', target: 'draft-7' });
  const properties = { $schema: { type: 'string' }, ...schema.properties };
  return `${JSON.stringify({ title: 'plugin.json of a Daftar plugin', ...schema, properties }, null, 2)}\n`;
}

/**
 * SHA-256 over everything that a plugin can rely on: it changes with every change of a schema, a code, a field or an
 * event, and not with a sentence of the documentation.
 */
export function contractFingerprint(): string {
  const capabilities: Record<string, CapabilityContract> = CAPABILITIES;
  const contract = {
    manifest: schemaOf(pluginManifest),
    capabilities: mapValues(capabilities, ({ permission, personalData, codes, input, output }) => ({
      permission,
      personalData: personalData ?? null,
      codes,
      input: schemaOf(input),
      output: schemaOf(output),
    })),
    commonCodes: COMMON_CODES,
    events: mapValues(EVENTS, ({ version, data }) => ({ version, data: schemaOf(data) })),
    ownEvents: [...OWN_EVENTS],
    answers: [blocksAnswer, actionAnswer, endpointAnswer].map(schemaOf),
    platformMeters: [...PLATFORM_METERS],
  };
  return hash('sha256', canonicalJson(withoutWords(contract)));
}

function mapValues<From, To>(record: Record<string, From>, change: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

function withoutWords(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutWords);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, item]) => key !== 'description' || typeof item !== 'string')
      .map(([key, item]) => [key, withoutWords(item)]),
  );
}
