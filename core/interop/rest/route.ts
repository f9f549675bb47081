import { basePath, OPERATIONS, type Operation } from './operations.ts';

export type Routed = { operation: Operation; ids: string[] };

// Paths by their fixed words, `*` for an id: `rostering/v1p2/classes/*/students`.
const ROUTES = new Map<string, Map<string, Operation>>();
for (const operation of OPERATIONS) {
  const shape = `${basePath(operation.service)}${operation.path.replace(/\{\w+\}/g, '*')}`;
  const methods = ROUTES.get(shape) ?? new Map<string, Operation>();
  methods.set(operation.method, operation);
  ROUTES.set(shape, methods);
}

/**
 * The operation of a path below /ims/oneroster and the ids in it; the methods that the path does know when this one is
 * not among them; undefined for a path that is none of the standard's.
 */
export function route(method: string, path: string): Routed | { allowed: string[] } | undefined {
  const words = path.split('/').slice(1);
  const ids: string[] = [];
  // Words and ids alternate behind /ims/oneroster/<service>/v1p2.
  const shape = words.map((word, index) => {
    if (index < 4 || index % 2 === 0) return word;
    ids.push(decodeURIComponent(word));
    return '*';
  });
  const methods = ROUTES.get(`/${shape.join('/')}`);
  if (methods === undefined || ids.some((id) => id === '')) return undefined;
  const operation = methods.get(method === 'HEAD' ? 'GET' : method);
  return operation ? { operation, ids } : { allowed: [...methods.keys()] };
}
