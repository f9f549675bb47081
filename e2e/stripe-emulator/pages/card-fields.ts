import { html, type SafeHtml } from '../../emulator-kit/index.ts';
import { invalidRequest } from '../core/api-error.ts';
import { callRoute } from '../core/call-route.ts';
import type { FormRecord } from '../core/form.ts';
import type { RequestContext } from '../core/route.ts';
import type { Texts } from './texts.ts';

export const formStyle = `
main { max-inline-size: 34rem; }
form { display: grid; gap: .8rem; } label { display: grid; gap: .2rem; color: var(--soft); font-size: .9rem; }
input { font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--line); border-radius: .4rem; padding: .5rem .6rem; inline-size: 100%; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: .8rem; }
button { font: inherit; font-weight: 600; color: #fff; background: #0b6e5f; border: 0; border-radius: .4rem; padding: .6rem 1rem; cursor: pointer; }
button.quiet { color: inherit; background: none; border: 1px solid var(--line); font-weight: 400; }
.problem { border-inline-start: .25rem solid #b3261e; padding-inline-start: .7rem; margin: 0; }
.total { font-size: 1.4rem; font-weight: 600; margin: .4rem 0; } .soft { color: var(--soft); }
header { background: #fff4d6; color: #4d3800; } header p { color: #4d3800; font-weight: 600; }
a { color: var(--mark); }
`;

/** The fields of a card, filled with the one that pays. Numbers are written from left to right in every language. */
export function cardFields(texts: Texts, number = '4242 4242 4242 4242'): SafeHtml {
  return html`<label>${texts.cardNumber}<input name="card_number" dir="ltr" inputmode="numeric" autocomplete="off" required value="${number}"></label>
<div class="pair"><label>${texts.expiry}<input name="card_expiry" dir="ltr" autocomplete="off" required value="12/34"></label>
<label>${texts.securityCode}<input name="card_cvc" dir="ltr" inputmode="numeric" autocomplete="off" required value="123"></label></div>
<p class="soft">${texts.demoCards}</p>`;
}

const text = (form: FormRecord, name: string): string => {
  const value = form[name];
  return typeof value === 'string' ? value.trim() : '';
};

/** The payment method made of a submitted card. Throws ApiError for a card that cannot be read or is not known. */
export function readCard(context: RequestContext, form: FormRecord): string {
  const [month = '', year = ''] = text(form, 'card_expiry').split('/');
  if (!/^\d{1,2}$/.test(month.trim()) || !/^\d{2}(\d{2})?$/.test(year.trim())) {
    throw invalidRequest("Your card's expiration date is invalid.", 'card_expiry', 'invalid_expiry_year');
  }
  const method = callRoute(context, 'POST', '/v1/payment_methods', {
    type: 'card',
    card: {
      number: text(form, 'card_number').replace(/\s/g, ''),
      exp_month: String(Number(month)),
      exp_year: year.trim().length === 2 ? `20${year.trim()}` : year.trim(),
      cvc: text(form, 'card_cvc'),
    },
  });
  return String(method.id);
}
