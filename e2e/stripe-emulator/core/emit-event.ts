import { newId } from './ids.ts';
import type { RequestContext } from './route.ts';
import type { ApiObject, JsonObject, JsonValue } from './store.ts';

/** The API version the emulator speaks; a test holds it equal to the one the installed SDK sends. */
export const apiVersion = '2026-10-28.endive';

/** Records a v1 event (customer.created and the like) in the same transaction as the change it tells of. */
export function emitEvent(
  context: RequestContext,
  type: string,
  object: ApiObject,
  previous?: JsonObject,
): void {
  context.store.insert('event', {
    id: newId('evt', 24),
    object: 'event',
    api_version: apiVersion,
    created: context.now,
    data: { object, ...(previous ? { previous_attributes: previous } : {}) },
    livemode: false,
    pending_webhooks: 0,
    request: { id: context.requestId, idempotency_key: context.idempotencyKey },
    type,
  });
}

export type ThinEvent = {
  type: string;
  created: number;
  relatedObject: { id: string; type: string; url: string } | null;
  data: JsonValue;
};

/** The stored form of a v2 event. `created` is kept in seconds; the v2 routes show it as an ISO time. */
export function makeThinEvent(event: ThinEvent): ApiObject {
  return {
    id: newId('evt_test', 40),
    object: 'v2.core.event',
    context: null,
    created: event.created,
    data: event.data,
    livemode: false,
    reason: null,
    related_object: event.relatedObject,
    type: event.type,
  };
}
