import type { z } from 'zod';
import { expandObject } from './expand.ts';
import type { FormRecord } from './form.ts';
import type { InForm } from './in-form.ts';
import { readParameters } from './read-parameters.ts';
import type { ApiObject, JsonObject, Store } from './store.ts';
import { parseParams } from './validate.ts';

/**
 * What a handler gets besides its parameters. `now` is unix seconds, fixed for the whole request; it is the time
 * of `clock`, the test clock worked on ('' is real time). Work that no request caused has no request id.
 */
export type RequestContext = {
  store: Store;
  now: number;
  clock: string;
  /** Where this emulator is reached, for addresses of pages inside objects. */
  baseUrl: string;
  /** For work that is another route's: see callRoute. */
  findRoute: FindRoute;
  requestId: string | null;
  idempotencyKey: string | null;
  /** True while a preview is worked out: nothing is finalised, charged or kept. */
  isPreview?: boolean;
  path: Record<string, string>;
};

export type RouteMatch = { route: Route; path: Record<string, string> };
export type FindRoute = (method: string, path: string) => RouteMatch | undefined;

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
 * Binds a handler to a schema of its own: for rules that the SDK's types cannot say, on top of the generated table.
 * `prepare` validates (and throws ApiError 400 before anything happens); `execute` does the work and applies
 * `expand`, which every route understands.
 */
export function defineRoute<S extends z.ZodType>(options: RouteOptions<S>): Route {
  return makeRoute(options, (raw) => {
    readParameters(options.method, options.path, raw);
    return parseParams(options.params, raw);
  });
}

export type SdkRouteOptions<Params> = {
  method: RouteOptions<z.ZodType>['method'];
  path: string;
  lock?: (context: RequestContext, params: InForm<Params>) => string | undefined;
  handle: (context: RequestContext, params: InForm<Params>) => JsonObject;
};

/**
 * Binds a handler to the parameters that the SDK sends on this route. `Params` is the SDK's type for it; the table
 * that checks the request is generated from the same type, which is what makes the cast true.
 * Fails loudly when the table does not know the route yet.
 */
export function sdkRoute<Params>(options: SdkRouteOptions<Params>): Route {
  return makeRoute(options, (raw) => {
    const params = readParameters(options.method, options.path, raw);
    if (params !== undefined) return params as InForm<Params>;
    throw new Error(`${options.method} ${options.path} is not in the generated table: npm run generate.`);
  });
}

type Handler<Params> = {
  method: string;
  path: string;
  lock?: (context: RequestContext, params: Params) => string | undefined;
  handle: (context: RequestContext, params: Params) => JsonObject;
};

function makeRoute<Params>(options: Handler<Params>, read: (raw: FormRecord) => Params): Route {
  return {
    method: options.method,
    path: options.path,
    prepare(context, raw) {
      const params = read(raw);
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
