import { resourceMissing } from '../core/api-error.ts';
import { listEnvelope, matchesCreated } from '../core/list.ts';
import { defineRoute, pathPart, type Route } from '../core/route.ts';
import type { ApiObject, JsonObject } from '../core/store.ts';
import { eventList, eventRetrieve, thinEventList, thinEventRetrieve } from '../schemas/events.ts';
import { toIso } from './meter-error-reports.ts';

const list = defineRoute({
  method: 'GET',
  path: '/v1/events',
  params: eventList,
  handle(context, params) {
    const all = context.store.list('event');
    const types = params.types ?? (params.type === undefined ? undefined : [params.type]);
    const matching = all.filter(
      (event) =>
        (types === undefined || types.some((type) => matchesType(String(event.type), type))) &&
        (params.delivery_success === undefined ||
          params.delivery_success === (event.pending_webhooks === 0)) &&
        matchesCreated(event.created, params.created),
    );
    return listEnvelope('/v1/events', matching, params, 'event', all);
  },
});

/** `customer.*` names a whole family of events. */
function matchesType(type: string, wanted: string): boolean {
  return wanted.endsWith('.*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted;
}

const retrieve = defineRoute({
  method: 'GET',
  path: '/v1/events/:id',
  params: eventRetrieve,
  handle(context) {
    const id = pathPart(context, 'id');
    const event = context.store.find('event', id);
    if (!event) throw resourceMissing('event', id);
    return event;
  },
});

function toThinAnswer(event: ApiObject): JsonObject {
  return { ...event, created: toIso(event.created) };
}

/** GET /v2/core/events: where meter error reports are found. Pages follow next_page_url. */
const thinList = defineRoute({
  method: 'GET',
  path: '/v2/core/events',
  params: thinEventList,
  handle(context, params) {
    const bounds = Object.fromEntries(
      Object.entries(params.created ?? {}).map(([key, time]) => [key, Date.parse(time) / 1000]),
    );
    const matching = context.store
      .list('v2.core.event')
      .filter(
        (event) =>
          (params.types === undefined || params.types.includes(String(event.type))) &&
          (params.object_id === undefined ||
            (event.related_object as JsonObject | null)?.id === params.object_id) &&
          matchesCreated(event.created, bounds),
      );
    const start = params.page === undefined ? 0 : matching.findIndex((event) => event.id === params.page) + 1;
    const limit = params.limit ?? 20;
    const data = matching.slice(start, start + limit);
    const query = new URLSearchParams({ limit: String(limit), page: data.at(-1)?.id ?? '' });
    if (params.object_id) query.set('object_id', params.object_id);
    for (const type of params.types ?? []) query.append('types[]', type);
    const hasMore = start + limit < matching.length;
    return {
      data: data.map(toThinAnswer),
      next_page_url: hasMore ? `/v2/core/events?${query}` : null,
      previous_page_url: null,
    };
  },
});

const thinRetrieve = defineRoute({
  method: 'GET',
  path: '/v2/core/events/:id',
  params: thinEventRetrieve,
  handle(context) {
    const id = pathPart(context, 'id');
    const event = context.store.find('v2.core.event', id);
    if (!event) throw resourceMissing('event', id);
    return toThinAnswer(event);
  },
});

export const eventRoutes: Route[] = [list, retrieve, thinList, thinRetrieve];
