import type Stripe from 'stripe';
import { invalidRequest, resourceMissing } from '../core/api-error.ts';
import { newId } from '../core/ids.ts';
import { listEnvelope } from '../core/list.ts';
import { mergeMetadata } from '../core/metadata.ts';
import { pathPart, type RequestContext, type Route, sdkRoute } from '../core/route.ts';
import type { EndpointRow, WebhookEndpoint } from '../webhooks/queue-deliveries.ts';
import { newSecret } from '../webhooks/sign.ts';

const path = '/v1/webhook_endpoints';
const kind = 'webhook_endpoint';

function requireRow(context: RequestContext): EndpointRow {
  const id = pathPart(context, 'id');
  const row = context.store.find<EndpointRow>(kind, id);
  if (!row) throw resourceMissing('webhook endpoint', id);
  return row;
}

function checkUrl(url: string): string {
  if (/^https?:\/\//.test(url) && URL.canParse(url)) return url;
  throw invalidRequest(
    'Invalid URL: An explicit scheme (such as https) must be provided.',
    'url',
    'url_invalid',
  );
}

const create = sdkRoute<Stripe.WebhookEndpointCreateParams>({
  method: 'POST',
  path,
  handle(context, params) {
    const endpoint: WebhookEndpoint = {
      id: newId('we', 24),
      object: kind,
      api_version: params.api_version ?? null,
      application: null,
      created: context.now,
      description: params.description || null,
      enabled_events: params.enabled_events,
      livemode: false,
      metadata: mergeMetadata({}, params.metadata as Record<string, string> | undefined),
      status: 'enabled',
      url: checkUrl(params.url),
    };
    const secret = newSecret();
    const row: EndpointRow = { id: endpoint.id, object: 'endpoint_row', endpoint, secret };
    context.store.insert(kind, row);
    return { ...endpoint, secret };
  },
});

const update = sdkRoute<Stripe.WebhookEndpointUpdateParams>({
  method: 'POST',
  path: `${path}/:id`,
  handle(context, params) {
    const row = requireRow(context);
    const before = row.endpoint;
    const endpoint: WebhookEndpoint = {
      ...before,
      description:
        params.description === undefined ? (before.description ?? null) : params.description || null,
      enabled_events: params.enabled_events ?? before.enabled_events,
      metadata: mergeMetadata(before.metadata, params.metadata as Record<string, string> | '' | undefined),
      status: params.disabled === undefined ? before.status : params.disabled ? 'disabled' : 'enabled',
      url: params.url ? checkUrl(params.url) : before.url,
    };
    context.store.save(kind, { ...row, endpoint });
    return endpoint;
  },
});

const retrieve = sdkRoute<Stripe.WebhookEndpointRetrieveParams>({
  method: 'GET',
  path: `${path}/:id`,
  handle: (context) => requireRow(context).endpoint,
});

const list = sdkRoute<Stripe.WebhookEndpointListParams>({
  method: 'GET',
  path,
  handle(context, params) {
    const all = context.store.list<EndpointRow>(kind).map((row) => row.endpoint);
    return listEnvelope(path, all, params, 'webhook endpoint');
  },
});

const remove = sdkRoute<Record<never, never>>({
  method: 'DELETE',
  path: `${path}/:id`,
  handle(context) {
    const { id } = requireRow(context);
    context.store.remove(kind, id);
    return { id, object: kind, deleted: true };
  },
});

export const webhookEndpointRoutes: Route[] = [create, update, retrieve, list, remove];
