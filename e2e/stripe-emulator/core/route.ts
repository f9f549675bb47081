import type { z } from 'zod';
import { expandObject } from './expand.ts';
import type { FormRecord } from './form.ts';
import type { ApiObject, JsonObject, Store } from './store.ts';
import { parseParams } from './validate.ts';

/** What a handler gets besides its parameters. `now` is unix seconds, fixed for the whole request. */
export type RequestContext = {
  store: Store;
  now: number;
  requestId: string;
  idempotencyKey: string | null;
  path: Record<string, string>;
};

export type RouteOptions<S extends z.ZodType> = {
  method: 'GET' | 'POST' | 'DELETE';
  /** Path with :name parts. A fault names a route as `${method} ${path}`. */
  path: string;
  params: S;
  /** Objects that only one request at a time may hold; a second one gets 429 lock_timeout. */
  lock?: (context: RequestContext, params: z.output<S>) => string | undefined;
  /** Runs inside one transaction and must be synchronous. */
  handle: (context: RequestContext, params: z.output<S>) => JsonObject;
};

export type PreparedRequest = { lockKey: string | undefined; execute: () => JsonObject };
export type Route = {
  method: string;
  path: string;
  prepare: (context: RequestContext, raw: FormRecord) => PreparedRequest;
};

/**
 * Binds a schema to its handler. `prepare` validates (and throws ApiError 400 before anything happens);
 * `execute` does the work and applies `expand`, which every route understands.
 */
export function defineRoute<S extends z.ZodType>(options: RouteOptions<S>): Route {
  return {
    method: options.method,
    path: options.path,
    prepare(context, raw) {
      const params = parseParams(options.params, raw);
      return {
        lockKey: options.lock?.(context, params),
        execute: () => expandObject(context.store, options.handle(context, params), readExpand(params)),
      };
    },
  };
}

function readExpand(params: unknown): string[] {
  const list = typeof params === 'object' && params !== null && 'expand' in params ? params.expand : [];
  return Array.isArray(list) ? list.map(String) : [];
}

/** The value of a path part, for example context.path.id. Empty only if the route does not declare it. */
export function pathPart(context: RequestContext, name: string): string {
  return context.path[name] ?? '';
}

/** Changed top-level members with their old values, as events carry them in `previous_attributes`. */
export function previousAttributes(before: ApiObject, after: ApiObject): JsonObject {
  const changed = Object.keys(after).filter(
    (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  );
  return Object.fromEntries(changed.map((key) => [key, before[key] ?? null]));
}
