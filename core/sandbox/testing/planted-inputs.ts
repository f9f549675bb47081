import fc from 'fast-check';
import { z } from 'zod';
import type { CapabilityContract } from '../../../plugins/sdk/index.ts';
import type { Json } from '../index.ts';

type Schema = {
  $ref?: string;
  $defs?: Record<string, Schema>;
  type?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  anyOf?: Schema[];
  oneOf?: Schema[];
  enum?: Json[];
  const?: Json;
  format?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
};

/**
 * Stands in a text until it is filled in: p for the n-th name of the other school, u for the n-th of those that are a UUID,
 * o and v for the same of the own school.
 */
const SLOT = /⟦([puov])(\d+)⟧/g;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const plantedId = fc.nat({ max: 50 }).map((number) => `⟦u${number}⟧`);
const ownId = fc.nat({ max: 50 }).map((number) => `⟦v${number}⟧`);
const planted = fc.nat({ max: 50 }).map((number) => `⟦p${number}⟧`);
const own = fc.nat({ max: 50 }).map((number) => `⟦o${number}⟧`);

/** What the host knows under these names, so that some inputs get past the first check. */
const WORDS: Record<string, string[]> = {
  collection: ['notes', 'students', 'plugin_kv'],
  role: ['admin', 'teacher'],
  meter: ['calls', 'sms_parts'],
  url: ['https://api.daftar.example/x', 'http://127.0.0.1/', 'https://elsewhere.example/'],
};
const FIELDS = ['text', 'number', 'isDone', 'on', 'tenant_id', '__proto__'];
const DAYS = ['2025-09-01', '2026-01-05', '2026-06-30'];
const MAX_ITEMS = 3;

/**
 * Inputs of a capability made from its schema, with slots for names of schools wherever text can stand, and now and then a key
 * that the schema does not have. Throws for a schema with a part that it does not know: a new capability is not passed over.
 */
export function plantedInputs(contract: CapabilityContract): fc.Arbitrary<Json> {
  const schema = z.toJSONSchema(contract.input, { io: 'input' }) as Schema;
  const valid = arbitraryOf(schema, schema.$defs ?? {}, '', 0);
  const extra = fc.constantFrom(
    'tenantId',
    'tenant_id',
    'installId',
    'where',
    'depth',
    'sort',
    '__proto__',
    'school',
  );
  const smuggled = fc.tuple(
    valid,
    extra,
    fc.oneof(planted, fc.constant({ tenant: { equals: '⟦p0⟧' } }), fc.constant(10)),
  );
  return fc.oneof(
    { weight: 8, arbitrary: valid },
    {
      weight: 1,
      arbitrary: smuggled.map(([input, key, value]) =>
        JSON.parse(`{"${key}":${JSON.stringify(value)},${JSON.stringify(input).slice(1)}`.replace(',}', '}')),
      ),
    },
    { weight: 1, arbitrary: fc.jsonValue() as fc.Arbitrary<Json> },
  );
}

/** The input with its slots filled: the names of the other school as given, and the own ones. */
export function fillIn(input: Json, names: { planted: string[]; own: string[] }): Json {
  const text = JSON.stringify(input).replace(SLOT, (_slot, kind: string, number: string) => {
    const all = kind === 'p' || kind === 'u' ? names.planted : names.own;
    const list = kind === 'u' || kind === 'v' ? all.filter((name) => UUID.test(name)) : all;
    return list[Number(number) % list.length] ?? '';
  });
  return JSON.parse(text);
}

/** Whether an input names the other school at all. */
export const isPlanted = (input: Json): boolean => /⟦[pu]\d+⟧/.test(JSON.stringify(input));

function arbitraryOf(
  schema: Schema,
  defs: Record<string, Schema>,
  name: string,
  depth: number,
): fc.Arbitrary<Json> {
  const inner = (part: Schema, partName = name) => arbitraryOf(part, defs, partName, depth + 1);
  if (schema.$ref !== undefined) {
    const target = defs[schema.$ref.replace('#/$defs/', '')];
    if (target === undefined) throw new Error(`The schema of ${name} refers to nothing: ${schema.$ref}.`);
    return depth > 4 ? fc.oneof(planted, fc.integer(), fc.constant(null)) : inner(target);
  }
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => inner(choice)));
  switch (schema.type) {
    case 'object':
      return objectOf(schema, inner);
    case 'array':
      return fc.array(inner(schema.items ?? { type: 'null' }), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? MAX_ITEMS, MAX_ITEMS),
      });
    case 'string':
      return textOf(schema, name);
    case 'integer':
      return wholeNumber(schema.minimum ?? -1_000, Math.min(schema.maximum ?? 1_000, 1_000));
    case 'number':
      return fc
        .double({ min: -1e6, max: 1e6, noNaN: true })
        .map((value) => (Object.is(value, -0) ? 0 : value));
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      throw new Error(
        `Inputs cannot be made for ${name}: ${JSON.stringify(schema)}. Teach it to planted-inputs.ts.`,
      );
  }
}

// Mostly small: a page that begins behind the last row shows nothing, whatever is wrong.
function wholeNumber(min: number, max: number): fc.Arbitrary<Json> {
  const small = fc.integer({ min: Math.max(min, 0), max: Math.min(max, Math.max(min, 0) + 3) });
  return fc.oneof({ weight: 4, arbitrary: small }, fc.integer({ min, max }));
}

function objectOf(
  schema: Schema,
  inner: (part: Schema, name: string) => fc.Arbitrary<Json>,
): fc.Arbitrary<Json> {
  const { properties = {}, required = [], additionalProperties } = schema;
  // An optional key is there as often as not: too many conditions at once would find nothing, whatever is wrong.
  const known = fc
    .tuple(
      ...Object.entries(properties).map(([name, part]) =>
        fc.tuple(
          fc.constant(name),
          inner(part, name),
          required.includes(name) ? fc.constant(true) : fc.boolean(),
        ),
      ),
    )
    .map((entries) =>
      Object.fromEntries(entries.flatMap(([name, value, isThere]) => (isThere ? [[name, value]] : []))),
    ) as fc.Arbitrary<Record<string, Json>>;
  if (typeof additionalProperties !== 'object') return known;
  const more = fc.dictionary(
    fc.oneof(fc.constantFrom(...FIELDS), planted),
    inner(additionalProperties, 'value'),
    {
      maxKeys: 2,
    },
  );
  return fc.tuple(known, more).map(([a, b]) => ({ ...a, ...b }));
}

function textOf(
  { format, pattern, maxLength = 60, minLength = 0 }: Schema,
  name: string,
): fc.Arbitrary<Json> {
  if (format === 'uuid')
    return fc.oneof({ weight: 5, arbitrary: plantedId }, { weight: 3, arbitrary: ownId }, fc.uuid());
  if (format === 'date') return fc.constantFrom(...DAYS);
  if (format === 'date-time') return fc.constantFrom('2026-11-22T05:15:00Z', '2020-01-01T00:00:00+03:00');
  if (format === 'base64') return fc.base64String({ maxLength: 40 });
  const names = fc.oneof(
    planted,
    fc.tuple(planted, planted).map(([a, b]) => `${a}:${b}`),
    planted.map((slot) => `../${slot}/x`),
    planted.map((slot) => `${slot}' or '1'='1`),
    own,
  );
  const words = WORDS[name];
  const free =
    pattern === undefined
      ? fc.string({ minLength, maxLength: Math.min(maxLength, 60), unit: 'grapheme' })
      : fc.stringMatching(new RegExp(pattern, 'u'), { maxLength: 60 });
  return fc.oneof(names, free, ...(words ? [{ weight: 4, arbitrary: fc.constantFrom(...words) }] : []));
}
