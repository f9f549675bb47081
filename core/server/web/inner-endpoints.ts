import type { Endpoint, Payload } from 'payload';
import { AppError } from '../../kernel/index.ts';
import { tellingErrors } from '../../tenancy/index.ts';

const closed = new WeakSet<Endpoint[]>();

/**
 * Puts a sign-in in front of Payload's own endpoints that answer anybody: the map of everything one may do, which shows
 * every collection and field there is, and the panel's notes about a person.
 */
export function closeInnerEndpoints(payload: Payload): void {
  const preferences = payload.collections['payload-preferences' as never] as
    | { config: { endpoints: Endpoint[] | false } }
    | undefined;
  requireSignIn(payload.config.endpoints, (path) => path === '/access');
  requireSignIn(preferences?.config.endpoints || [], () => true);
}

// Entries are replaced and not changed: Payload puts one and the same endpoint into every collection.
function requireSignIn(endpoints: Endpoint[], isInner: (path: string) => boolean): void {
  if (closed.has(endpoints)) return;
  closed.add(endpoints);
  for (const [index, endpoint] of endpoints.entries()) {
    if (!isInner(endpoint.path)) continue;
    const handler = tellingErrors(async (req) => {
      if (!req.user) throw new AppError('auth.required');
      return endpoint.handler(req);
    });
    endpoints[index] = { ...endpoint, handler };
  }
}
