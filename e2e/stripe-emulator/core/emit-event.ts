import { queueDeliveries } from '../webhooks/queue-deliveries.ts';
import { newId } from './ids.ts';
import { present } from './present.ts';
import type { RequestContext } from './route.ts';
import type { ApiObject, JsonObject, JsonValue, StoredObject } from './store.ts';
import { atClock, clockOf } from './timeline.ts';

/** The API version the emulator speaks; a test holds it equal to the one the installed SDK sends. */
export const apiVersion = '2026-10-28.endive';

/**
 * Records a v1 event (customer.created and the like) in the same transaction as the change it tells of, at the
 * time of the object's clock, and queues it for every webhook endpoint that wants it.
 */
export function emitEvent(
  context: RequestContext,
  type: string,
  object: StoredObject,
  previous?: JsonObject,
): void {
  if (context.isPreview) return;
  const local = atClock(context, clockOf(context, object));
  const event: ApiObject = {
    id: newId('evt', 24),
    object: 'event',
    api_version: apiVersion,
    created: local.now,
    data: { object: present(object), ...(previous ? { previous_attributes: previous } : {}) },
    livemode: false,
    pending_webhooks: 0,
    request: { id: local.requestId, idempotency_key: local.idempotencyKey },
    type,
  };
  context.store.insert('event', { ...event, pending_webhooks: queueDeliveries(local, event, object.id) });
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
