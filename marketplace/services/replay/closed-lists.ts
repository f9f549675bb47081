import { z } from 'zod';
import { CAPABILITIES, EVENTS } from '../../../plugins/sdk/index.ts';

let known: ReadonlyMap<string, ReadonlySet<string>> | undefined;

/**
 * The values of closed lists in the contract by the name of their property, such as `language` with en and ar: the only
 * texts that can never be somebody's. Read from the schemas once.
 */
export function closedLists(): ReadonlyMap<string, ReadonlySet<string>> {
  known ??= collect();
  return known;
}

function collect(): Map<string, Set<string>> {
  const lists = new Map<string, Set<string>>();
  const add = (name: string, value: unknown) => {
    if (typeof value === 'string') lists.set(name, (lists.get(name) ?? new Set()).add(value));
  };
  const walk = (schema: unknown, name: string): void => {
    if (typeof schema !== 'object' || schema === null) return;
    for (const [key, part] of Object.entries(schema)) {
      if (key === 'const') add(name, part);
      else if (key === 'enum' && Array.isArray(part)) for (const value of part) add(name, value);
      else if (key === 'properties')
        for (const [property, inner] of Object.entries(part)) walk(inner, property);
      else if (Array.isArray(part)) for (const inner of part) walk(inner, name);
      else walk(part, name);
    }
  };
  const schemas = [
    ...Object.values(CAPABILITIES).flatMap(({ input, output }) => [input, output]),
    ...Object.values(EVENTS).map(({ data }) => data),
  ];
  for (const schema of schemas)
    walk(z.toJSONSchema(schema as z.ZodType, { unrepresentable: 'any', io: 'input' }), '');
  return lists;
}
