import type { CollectionBeforeOperationHook, Payload, Where } from 'payload';
import { AppError } from '../../kernel/index.ts';

type Hooked = { hooks: { beforeOperation?: CollectionBeforeOperationHook[] } };
type Related = { name?: string; type: string };
type Asked = { where?: Where; sort?: string | string[]; overrideAccess?: boolean };

/**
 * Keeps what people ask within what Payload can answer safely, in every collection. A list sorted through a relation
 * tells the order of values that the person may not read: Payload checks filters there, and not orders. A filter
 * through two relations leaves a promise behind that nobody waits for, and its refusal ends the process.
 */
export function narrowQueries(payload: Payload): void {
  const configs = [
    ...payload.config.collections,
    ...Object.values(payload.collections).map(({ config }) => config),
  ];
  for (const config of new Set(configs as unknown as Hooked[]))
    config.hooks.beforeOperation = [refuseFarQueries, ...(config.hooks.beforeOperation ?? [])];
}

/** Refuses orders through a relation and filters through more than one. The product's own code asks what it likes. */
export const refuseFarQueries: CollectionBeforeOperationHook = ({ args, collection }) => {
  const { where, sort, overrideAccess } = args as Asked;
  if (overrideAccess === true) return args;
  const relations = new Set(
    (collection.flattenedFields as Related[])
      .filter(({ type }) => type === 'relationship' || type === 'upload' || type === 'join')
      .map(({ name }) => name),
  );
  const hopsOf = (path: string) => {
    const [first = '', ...rest] = path.replace(/^-/, '').replaceAll('__', '.').split('.');
    return relations.has(first) ? rest.length : 0;
  };
  if ([sort ?? []].flat().some((path) => path.split(',').some((part) => hopsOf(part.trim()) > 0)))
    throw new AppError('request.invalid', { reason: 'a list is sorted by its own fields' });
  if (pathsOf(where).some((path) => hopsOf(path) > 1))
    throw new AppError('request.invalid', { reason: 'a filter follows one relation' });
  return args;
};

function pathsOf(where: unknown): string[] {
  if (Array.isArray(where)) return where.flatMap(pathsOf);
  if (typeof where !== 'object' || where === null) return [];
  return Object.entries(where).flatMap(([key, value]) =>
    ['and', 'or'].includes(key.toLowerCase()) ? pathsOf(value) : [key],
  );
}
