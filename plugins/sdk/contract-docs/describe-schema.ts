import type { JsonSchema } from './json-schema.ts';

/** One key of a schema: its path, where `[]` stands for each item and `(x)` for the variant x. */
export type SchemaKey = { path: string; schema: JsonSchema; isRequired: boolean };

/** Every key below an object, in the order of the schema, nested ones after their parent. */
export function keysOf(schema: JsonSchema, prefix = '', definitions = schema.$defs): SchemaKey[] {
  const target = resolve(schema, definitions);
  if (target.type === 'array' && target.items) return keysOf(target.items, `${prefix}[]`, definitions);
  const variants = target.oneOf ?? target.anyOf;
  if (variants)
    return variants.flatMap((variant) => {
      const name = variantName(resolve(variant, definitions));
      return keysOf(variant, name === undefined ? prefix : `${prefix} (${name})`, definitions);
    });
  const keys = Object.entries(target.properties ?? {}).flatMap(([name, property]) => {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    const isRequired = target.required?.includes(name) === true && property.default === undefined;
    return [
      { path, schema: property, isRequired },
      ...(isBilingual(property) ? [] : keysOf(property, path, definitions)),
    ];
  });
  const extra = target.additionalProperties;
  if (typeof extra !== 'object' || isBilingual(extra)) return keys;
  return [...keys, ...keysOf(extra, `${prefix}.<name>`, definitions)];
}

/** What a value must be, in words: `text, at most 60 letters`. */
export function typeOf(schema: JsonSchema): string {
  if (schema.$ref) return 'JSON';
  if (Array.isArray(schema.type)) return schema.type.map((type) => typeOf({ ...schema, type })).join(' or ');
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum) return schema.enum.map((item) => `\`${String(item)}\``).join(', ');
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants) {
    const isNullable = variants.some((variant) => variant.type === 'null');
    const names = variants
      .filter((variant) => variant.type !== 'null')
      .map((variant) => variantName(variant) ?? typeOf(variant));
    return [...new Set(names), ...(isNullable ? ['null'] : [])].join(' or ');
  }
  if (schema.type === 'array') {
    const { minItems: from, maxItems: to } = schema;
    const count = to === undefined ? '' : from ? `, ${from} to ${to}` : `, at most ${to}`;
    return `list${count}, of ${typeOf(schema.items ?? {})}`;
  }
  if (isBilingual(schema)) return `text in \`en\` and \`ar\`${lengthOf(schema.properties?.en ?? {})}`;
  if (schema.type === 'object') {
    const extra = schema.additionalProperties;
    return typeof extra === 'object' ? `object by name, of ${typeOf(extra)}` : 'object';
  }
  if (schema.type === 'string') return `${formatOf(schema)}${lengthOf(schema)}${patternOf(schema)}`;
  if (schema.type === 'integer' || schema.type === 'number')
    return `${schema.type === 'integer' ? 'whole number' : 'number'}${rangeOf(schema)}`;
  if (schema.type === 'boolean') return 'true or false';
  return schema.type ?? 'JSON';
}

/** Cells of a table must not end the cell. */
export function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

export function isBilingual(schema: JsonSchema): boolean {
  return Object.keys(schema.properties ?? {}).join() === 'en,ar';
}

function resolve(schema: JsonSchema, definitions: Record<string, JsonSchema> = {}): JsonSchema {
  const name = schema.$ref?.split('/').at(-1);
  // What refers to itself is JSON of any shape, which has no keys to list.
  return name === undefined ? schema : definitions[name]?.properties ? definitions[name] : {};
}

/** The value that tells one variant from the others, such as the `kind` of a block. */
function variantName(schema: JsonSchema): string | undefined {
  const fixed = Object.values(schema.properties ?? {}).find(
    (property) => property.const !== undefined || (property.type === 'string' && property.enum),
  );
  if (fixed?.const !== undefined) return String(fixed.const);
  return fixed?.enum?.join(' or ');
}

function formatOf({ format, contentEncoding }: JsonSchema & { contentEncoding?: string }): string {
  if (contentEncoding === 'base64' || format === 'base64') return 'base64';
  const names: Record<string, string> = { uuid: 'UUID', date: 'day (`2026-11-22`)', uri: 'address' };
  if (format === 'date-time') return 'moment with its offset (`2026-11-22T07:30:00Z`)';
  return (format && names[format]) || 'text';
}

function lengthOf({ minLength, maxLength }: JsonSchema): string {
  if (maxLength === undefined) return '';
  return minLength ? `, ${minLength} to ${maxLength} letters` : `, at most ${maxLength} letters`;
}

function rangeOf({ minimum, maximum }: JsonSchema): string {
  const from = minimum === undefined || minimum <= Number.MIN_SAFE_INTEGER ? undefined : minimum;
  const to = maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? undefined : maximum;
  if (from !== undefined && to !== undefined) return `, ${from} to ${to}`;
  if (from !== undefined) return `, at least ${from}`;
  return to === undefined ? '' : `, at most ${to}`;
}

function patternOf({ pattern, format }: JsonSchema): string {
  return pattern === undefined || format !== undefined ? '' : `, \`${pattern}\``;
}
