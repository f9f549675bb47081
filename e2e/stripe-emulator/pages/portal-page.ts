import { html, plainPageReply, type Reply, type SafeHtml } from '../../emulator-kit/index.ts';
import { invalidRequest } from '../core/api-error.ts';
import { callRoute, toForm } from '../core/call-route.ts';
import type { FormRecord } from '../core/form.ts';
import type { ApiObject, JsonObject } from '../core/store.ts';
import { cardFields, formStyle, readCard } from './card-fields.ts';
import { messagePage, type Page, type PageRequest, redirect } from './page.ts';
import { formatDay, formatMoney, type Language, languageOf, texts } from './texts.ts';

type Portal = {
  session: ApiObject;
  customer: ApiObject;
  features: Record<string, JsonObject>;
  language: Language;
};

/** How long the address of a session works, in seconds. */
const lifetime = 24 * 3600;

function findPortal({ context, id, acceptLanguage }: PageRequest): Portal | undefined {
  const session = context.store.find('billing_portal.session', id);
  const customer = session && context.store.find('customer', String(session.customer));
  if (!session || !customer || session.created + lifetime < context.now) return undefined;
  const configuration = context.store.find('billing_portal.configuration', String(session.configuration));
  const features = (configuration?.features ?? {}) as Record<string, JsonObject>;
  return { session, customer, features, language: languageOf(session.locale, acceptLanguage) };
}

function ofCustomer(request: PageRequest, kind: string, customer: ApiObject): ApiObject[] {
  return request.context.store.list(kind).filter((one) => one.customer === customer.id);
}

function itemsOf(subscription: ApiObject): JsonObject[] {
  return (subscription.items as { data: JsonObject[] }).data;
}

function subscriptionRow(request: PageRequest, portal: Portal, subscription: ApiObject): SafeHtml {
  const words = texts[portal.language];
  const names = itemsOf(subscription).map((item) => {
    const product = request.context.store.find('product', String((item.price as JsonObject).product));
    return String(product?.name ?? item.id);
  });
  const end = Math.min(...itemsOf(subscription).map((item) => Number(item.current_period_end)));
  const ends = subscription.cancel_at_period_end === true;
  const when = `${ends ? words.endsOn : words.renewsOn} ${formatDay(end, portal.language)}`;
  const canCancel = portal.features.subscription_cancel?.enabled === true;
  const form = html`<form method="post"><input type="hidden" name="subscription" value="${subscription.id}">
<button class="quiet" name="action" value="${ends ? 'keep' : 'cancel'}">${ends ? words.keep : words.cancelAtEnd}</button></form>`;
  return html`<tr><td dir="auto">${names.join(', ')}<br><span class="soft">${when}</span></td><td>${canCancel ? form : ''}</td></tr>`;
}

function subscriptionsSection(request: PageRequest, portal: Portal): SafeHtml {
  const words = texts[portal.language];
  const living = ofCustomer(request, 'subscription', portal.customer).filter(
    (one) => one.status !== 'canceled',
  );
  const rows = living.map((subscription) => subscriptionRow(request, portal, subscription));
  return html`<section><h2>${words.subscriptions}</h2>${
    rows.length > 0
      ? html`<table><tbody>${rows}</tbody></table>`
      : html`<p class="empty">${words.noSubscriptions}</p>`
  }</section>`;
}

function cardSection(request: PageRequest, portal: Portal, number?: string): SafeHtml {
  if (portal.features.payment_method_update?.enabled !== true) return html``;
  const words = texts[portal.language];
  const id = (portal.customer.invoice_settings as JsonObject).default_payment_method;
  const card = request.context.store.find('payment_method', String(id))?.card as JsonObject | undefined;
  const shown = card
    ? html`<p><code>${String(card.brand)} •••• ${String(card.last4)}</code></p>`
    : html`<p>${words.noCard}</p>`;
  return html`<section><h2>${words.card}</h2>${shown}<form method="post">${cardFields(words, number)}
<button name="action" value="card">${words.changeCard}</button></form></section>`;
}

function invoicesSection(request: PageRequest, portal: Portal): SafeHtml {
  if (portal.features.invoice_history?.enabled !== true) return html``;
  const words = texts[portal.language];
  const shown = ofCustomer(request, 'invoice', portal.customer).filter(
    (invoice) => invoice.status !== 'draft',
  );
  const rows = shown.map((invoice) => {
    const pay = html`<form method="post"><input type="hidden" name="invoice" value="${invoice.id}"><button name="action" value="pay">${words.openInvoice}</button></form>`;
    const link = html`<a href="${String(invoice.hosted_invoice_url ?? '')}">${String(invoice.number ?? invoice.id)}</a>`;
    return html`<tr><td>${link}<br><span class="soft">${formatDay(invoice.created, portal.language)}</span></td><td><span class="tag">${String(invoice.status)}</span></td><td class="number">${formatMoney(Number(invoice.total), String(invoice.currency), portal.language)}</td><td>${invoice.status === 'open' ? pay : ''}</td></tr>`;
  });
  return html`<section><h2>${words.invoices}</h2>${
    rows.length > 0
      ? html`<table><tbody>${rows}</tbody></table>`
      : html`<p class="empty">${words.noInvoices}</p>`
  }</section>`;
}

function show(request: PageRequest, problem?: string, number?: string): Reply {
  const portal = findPortal(request);
  if (!portal) return messagePage(request, undefined, 'unknown', 404);
  const words = texts[portal.language];
  const back = portal.session.return_url;
  const body = html`${problem ? html`<section><p class="problem" role="alert">${problem}</p></section>` : ''}
<section><p dir="auto">${String(portal.customer.name ?? portal.customer.email ?? portal.customer.id)}</p>${
    back ? html`<a href="${String(back)}">${words.returnLink}</a>` : ''
  }</section>${subscriptionsSection(request, portal)}${invoicesSection(request, portal)}${cardSection(request, portal, number)}`;
  return plainPageReply({
    title: words.portal,
    subtitle: words.testMode,
    language: portal.language,
    style: formStyle,
    body,
    status: problem ? 402 : 200,
  });
}

const text = (form: FormRecord, name: string): string =>
  typeof form[name] === 'string' ? form[name].trim() : '';

/** The id of something that belongs to the session's customer. Throws ApiError 400 for anything else. */
function requireOwn(request: PageRequest, portal: Portal, kind: string, id: string): string {
  const found = request.context.store.find(kind, id);
  if (found?.customer === portal.customer.id) return id;
  throw invalidRequest(`No such ${kind}: '${id}'`, kind, 'resource_missing');
}

function act(request: PageRequest, portal: Portal, form: FormRecord): void {
  const { context } = request;
  const customer = portal.customer.id;
  switch (text(form, 'action')) {
    case 'cancel':
    case 'keep': {
      if (portal.features.subscription_cancel?.enabled !== true) return;
      const id = requireOwn(request, portal, 'subscription', text(form, 'subscription'));
      const ends = text(form, 'action') === 'cancel';
      callRoute(context, 'POST', `/v1/subscriptions/${id}`, { cancel_at_period_end: String(ends) });
      return;
    }
    case 'card': {
      if (portal.features.payment_method_update?.enabled !== true) return;
      const method = readCard(context, form);
      callRoute(context, 'POST', `/v1/payment_methods/${method}/attach`, { customer });
      const settings = toForm({ invoice_settings: { default_payment_method: method } });
      callRoute(context, 'POST', `/v1/customers/${customer}`, settings);
      for (const subscription of ofCustomer(request, 'subscription', portal.customer)) {
        if (subscription.status === 'canceled' || !subscription.default_payment_method) continue;
        callRoute(context, 'POST', `/v1/subscriptions/${subscription.id}`, {
          default_payment_method: method,
        });
      }
      return;
    }
    case 'pay': {
      const id = requireOwn(request, portal, 'invoice', text(form, 'invoice'));
      callRoute(context, 'POST', `/v1/invoices/${id}/pay`, {});
    }
  }
}

/** The hosted customer portal: invoices, the card, and the end of a subscription. */
export const portalPage: Page = {
  name: 'portal',
  show: (request) => show(request),
  submit(request, form) {
    const portal = findPortal(request);
    if (!portal) return messagePage(request, undefined, 'unknown', 404);
    act(request, portal, form);
    // Shown again by a fresh request, so that reloading does not repeat the deed.
    return redirect(`/_pages/portal/${portal.session.id}`);
  },
  refuse: (request, form, problem) => show(request, problem, text(form, 'card_number') || undefined),
};
