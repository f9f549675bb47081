import { type ApiError, resourceMissing } from './api-error.ts';
import { emitEvent } from './emit-event.ts';
import type { CreatedFilter } from './form-types.ts';
import type { InForm } from './in-form.ts';
import { listEnvelope, matchesCreated, type PageParams } from './list.ts';
import { mergeMetadata } from './metadata.ts';
import { pathPart, previousAttributes, type RequestContext, type Route, sdkRoute } from './route.ts';
import type { ApiObject } from './store.ts';

/** A resource as Stripe names it: where it lives, what its objects are called, and its name in error messages. */
export type Resource = { path: string; kind: string; label: string };

/**
 * The object with this id. Throws ApiError resource_missing: 404 for an id in the path, and 400 naming `param` for
 * one in the parameters.
 */
export function requireObject(
  context: RequestContext,
  resource: Pick<Resource, 'kind' | 'label'>,
  id: string,
  param?: string,
): ApiObject {
  const found = context.store.find(resource.kind, id);
  if (found && !found.deleted) return found;
  throw missing(resource.label, id, param);
}

function missing(label: string, id: string, param: string | undefined): ApiError {
  return param === undefined ? resourceMissing(label, id) : resourceMissing(label, id, param, 400);
}

/** The object that the path names. Throws ApiError 404 resource_missing. */
export function requireNamed(context: RequestContext, resource: Resource): ApiObject {
  return requireObject(context, resource, pathPart(context, 'id'));
}

/** GET /v1/things/:id. */
export function retrieveRoute(resource: Resource): Route {
  return sdkRoute<Record<never, never>>({
    method: 'GET',
    path: `${resource.path}/:id`,
    handle: (context) => requireNamed(context, resource),
  });
}

/** GET /v1/things: newest first, by pages; `created` is understood, `matches` knows the other filters. */
export function listRoute<Params>(
  resource: Resource,
  matches: (object: ApiObject, params: InForm<Params>) => boolean,
): Route {
  return sdkRoute<Params>({
    method: 'GET',
    path: resource.path,
    handle(context, params) {
      const all = context.store.list(resource.kind).filter((object) => !object.deleted);
      const { created } = params as { created?: CreatedFilter };
      const found = all.filter(
        (object) => matchesCreated(object.created, created) && matches(object, params),
      );
      return listEnvelope(resource.path, found, params as PageParams, resource.label, all);
    },
  });
}

type Metadata = '' | Record<string, string>;

/**
 * POST /v1/things/:id. `change` gives the members that differ; metadata is merged by itself. Emits `event` when
 * anything changed.
 */
export function updateRoute<Params>(
  resource: Resource,
  event: string | undefined,
  change: (before: ApiObject, params: InForm<Params>, context: RequestContext) => Partial<ApiObject>,
  lookup: (after: ApiObject) => string | null = () => null,
): Route {
  return sdkRoute<Params>({
    method: 'POST',
    path: `${resource.path}/:id`,
    handle(context, params) {
      const before = requireNamed(context, resource);
      const { metadata } = params as { metadata?: Metadata };
      const members = {
        metadata: mergeMetadata(before.metadata, metadata),
        ...change(before, params, context),
      };
      return saveChange(context, before, members, event, lookup(before));
    },
  });
}

/** Stores what changed in an object and tells of it; the object as it is when nothing did. */
export function saveChange(
  context: RequestContext,
  before: ApiObject,
  members: Partial<ApiObject>,
  event: string | undefined,
  lookup?: string | null,
): ApiObject {
  const after = { ...before, ...members } as ApiObject;
  const previous = previousAttributes(before, after);
  if (Object.keys(previous).length === 0) return before;
  context.store.save(before.object, after, lookup);
  if (event) emitEvent(context, event, after, previous);
  return after;
}
