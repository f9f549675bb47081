import type { CollectionConfig, CollectionSlug, Endpoint, Payload, PayloadHandler } from 'payload';
import { AppError } from '../../kernel/index.ts';
import { tellingErrors } from './endpoint.ts';
import { viewerOf } from './permissions.ts';

type Narrowed = {
  slug: string;
  versions?: unknown;
  auth?: CollectionConfig['auth'];
  endpoints?: Endpoint[] | false;
};

/**
 * Narrows the endpoints that Payload gives every collection. Those for a thing the collection does not have (versions,
 * confirmed addresses) answer 500 to anybody and go; those that describe access answer anybody too, and tell whether a
 * row exists: they are for signed-in people, about rows they may read.
 */
export function narrowEndpoints(payload: Payload): void {
  payload.config.endpoints = payload.config.endpoints.map((endpoint) =>
    endpoint.path === '/access' ? { ...endpoint, handler: forViewers(endpoint.handler) } : endpoint,
  ) as typeof payload.config.endpoints;
  const configs = [
    ...payload.config.collections,
    ...Object.values(payload.collections).map(({ config }) => config),
  ];
  for (const config of new Set(configs as unknown as Narrowed[])) {
    if (!config.endpoints) continue;
    config.endpoints = config.endpoints
      .filter((endpoint) => isAlive(config, endpoint))
      .map((endpoint) =>
        endpoint.path === '/access/:id?'
          ? { ...endpoint, handler: forReaders(config.slug, endpoint.handler) }
          : endpoint,
      );
  }
}

function isAlive({ slug, versions, auth }: Narrowed, { path, method }: Endpoint): boolean {
  // Payload's own query behind this one fails in PostgreSQL for everybody.
  if (slug === 'payload-preferences' && method === 'delete' && path === '/:key') return false;
  if (/^\/versions(\/|$)/.test(path)) return Boolean(versions);
  return !(auth && path.startsWith('/verify/')) || (typeof auth === 'object' && Boolean(auth.verify));
}

function forViewers(handler: PayloadHandler): PayloadHandler {
  return tellingErrors((req) => {
    if (!viewerOf(req)) throw new AppError('auth.required');
    return handler(req);
  });
}

function forReaders(slug: string, handler: PayloadHandler): PayloadHandler {
  return forViewers(async (req) => {
    const id = req.routeParams?.id as string | undefined;
    // The row as the person may read it; Payload's own handler asks nobody.
    const row = id && (await findReadable(req, slug as CollectionSlug, id));
    if (id && !row) throw new AppError('resource.not_found');
    return handler(req);
  });
}

async function findReadable(req: Parameters<PayloadHandler>[0], collection: CollectionSlug, id: string) {
  return req.payload
    .findByID({ collection, id, req, depth: 0, overrideAccess: false, disableErrors: true })
    .catch(() => null);
}
