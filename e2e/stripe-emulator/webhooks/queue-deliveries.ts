import type { RequestContext } from '../core/route.ts';
import type { ApiObject, StoredObject } from '../core/store.ts';

export type WebhookEndpoint = ApiObject & {
  enabled_events: string[];
  status: 'enabled' | 'disabled';
  url: string;
};

/** The stored form of an endpoint: its secret is shown once, on creation, and kept beside it. */
export type EndpointRow = StoredObject & { endpoint: WebhookEndpoint; secret: string };

/** Whether an endpoint asked for this type of event. Thin events of v2 are never sent to v1 endpoints. */
function wants(endpoint: WebhookEndpoint, type: string): boolean {
  if (endpoint.status !== 'enabled') return false;
  return endpoint.enabled_events.some((wanted) => wanted === '*' || wanted === type);
}

/** Queues an event for each endpoint that wants it, in the transaction of the event. Answers how many want it. */
export function queueDeliveries(context: RequestContext, event: ApiObject, object: string): number {
  const endpoints = context.store
    .list<EndpointRow>('webhook_endpoint')
    .reverse()
    .filter((row) => wants(row.endpoint, String(event.type)));
  const insert = context.store.database.prepare(
    `INSERT INTO deliveries (event, type, object, endpoint, clock, first_at, next_at, status)
     VALUES (?, ?, ?, ?, ?, ?, ?, 'new')`,
  );
  for (const row of endpoints) {
    insert.run(event.id, String(event.type), object, row.id, context.clock, context.now, context.now);
  }
  return endpoints.length;
}
