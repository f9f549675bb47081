import { html, plainPageReply, type Reply, type SafeHtml } from '../../emulator-kit/index.ts';
import type { FormRecord } from '../core/form.ts';
import type { ApiObject, JsonObject } from '../core/store.ts';
import { completeCheckout } from '../resources/complete-checkout.ts';
import { cardFields, formStyle, readCard } from './card-fields.ts';
import { messagePage, type Page, type PageRequest, redirect } from './page.ts';
import { formatMoney, languageOf, texts } from './texts.ts';

function itemsTable(session: ApiObject, request: PageRequest): SafeHtml {
  const language = languageOf(session.locale, request.acceptLanguage);
  const { data } = session.line_items as { data: JsonObject[] };
  const rows = data.map((item) => {
    const amount =
      item.quantity === null
        ? texts[language].perUse
        : formatMoney(Number(item.amount_total), String(item.currency), language);
    const times = Number(item.quantity) > 1 ? ` × ${item.quantity}` : '';
    return html`<tr><td dir="auto">${String(item.description ?? '')}${times}</td><td class="number">${amount}</td></tr>`;
  });
  return html`<h2>${texts[language].items}</h2><table><tbody>${rows}</tbody></table>`;
}

function show(request: PageRequest, session: ApiObject, problem?: string, card?: string): Reply {
  const language = languageOf(session.locale, request.acceptLanguage);
  const words = texts[language];
  const total = Number(session.amount_total ?? 0);
  const isSetup = session.mode === 'setup';
  const amount =
    total > 0
      ? html`<p class="total">${words.total}: ${formatMoney(total, String(session.currency), language)}</p>`
      : html`<p class="soft">${isSetup ? '' : words.trial}</p>`;
  const needsEmail = !session.customer;
  const button = isSetup ? words.save : total > 0 ? words.pay : words.start;
  const body = html`<section>${isSetup ? '' : itemsTable(session, request)}${amount}</section>
<section><form method="post">
${problem ? html`<p class="problem" role="alert">${problem}</p>` : ''}
${needsEmail ? html`<label>${words.email}<input name="email" type="email" dir="ltr" required value="${String(session.customer_email ?? '')}"></label>` : ''}
${cardFields(words, card)}
${session.allow_promotion_codes ? html`<label>${words.promotionCode}<input name="promotion_code" dir="ltr" autocomplete="off"></label>` : ''}
<button type="submit">${button}</button>
${session.cancel_url ? html`<a href="${String(session.cancel_url)}">${words.back}</a>` : ''}
</form></section>`;
  return plainPageReply({
    title: isSetup ? words.checkoutSetup : words.checkout,
    subtitle: words.testMode,
    language,
    style: formStyle,
    body,
    status: problem ? 402 : 200,
  });
}

function findSession(request: PageRequest): ApiObject | undefined {
  return request.context.store.find('checkout.session', request.id);
}

function closed(request: PageRequest, session: ApiObject | undefined): Reply | undefined {
  if (!session) return messagePage(request, undefined, 'unknown', 404);
  if (session.status === 'complete') return messagePage(request, session.locale, 'done', 200);
  const isLate = session.status === 'expired' || Number(session.expires_at) <= request.context.now;
  return isLate ? messagePage(request, session.locale, 'expired', 410) : undefined;
}

const text = (form: FormRecord, name: string): string =>
  typeof form[name] === 'string' ? form[name].trim() : '';

/** The hosted payment page of a checkout session. */
export const checkoutPage: Page = {
  name: 'checkout',
  show(request) {
    const session = findSession(request);
    return closed(request, session) ?? show(request, session as ApiObject);
  },
  submit(request, form) {
    const session = findSession(request);
    if (!session) return messagePage(request, undefined, 'unknown', 404);
    const refused = closed(request, session);
    if (refused) return refused;
    const { context } = request;
    const completed = completeCheckout(context, session, {
      paymentMethod: readCard(context, form),
      email: text(form, 'email') || undefined,
      promotionCode: text(form, 'promotion_code') || undefined,
    });
    return redirect(String(completed.success_url).replaceAll('{CHECKOUT_SESSION_ID}', session.id));
  },
  refuse(request, form, problem) {
    const session = findSession(request);
    if (!session) return messagePage(request, undefined, 'unknown', 404);
    return show(request, session, problem, text(form, 'card_number'));
  },
};
