import { html, plainPageReply, type Reply } from '../../emulator-kit/index.ts';
import type { ApiObject } from '../core/store.ts';
import { finishOnboarding } from '../resources/accounts.ts';
import { formStyle } from './card-fields.ts';
import { messagePage, type Page, type PageRequest, redirect } from './page.ts';
import { languageOf, texts } from './texts.ts';

function show(request: PageRequest): Reply {
  const { store } = request.context;
  const token = store.find('account_link_token', request.id);
  if (!token) return messagePage(request, undefined, 'unknown', 404);
  const language = languageOf(undefined, request.acceptLanguage);
  const words = texts[language];
  return plainPageReply({
    title: words.connect,
    subtitle: words.testMode,
    language,
    style: formStyle,
    body: html`<section><p>${words.connectText}</p><form method="post"><button type="submit">${words.connectButton}</button></form></section>`,
  });
}

/** Where an account link leads: a partner answers what the payment service wants to know. */
export const connectPage: Page = {
  name: 'connect',
  show,
  submit(request) {
    const { store } = request.context;
    const token = store.find('account_link_token', request.id);
    const account: ApiObject | undefined = token && store.find('account', String(token.account));
    if (!token || !account) return messagePage(request, undefined, 'unknown', 404);
    finishOnboarding(request.context, account);
    return redirect(String(token.return_url));
  },
  refuse: (request) => show(request),
};
