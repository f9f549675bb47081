import { html, plainPageReply, type Reply } from '../../emulator-kit/index.ts';
import type { FormRecord } from '../core/form.ts';
import type { RequestContext } from '../core/route.ts';
import { formStyle } from './card-fields.ts';
import { languageOf, type Texts, texts } from './texts.ts';

export type PageRequest = { context: RequestContext; id: string; acceptLanguage: string | undefined };

/** A page for people. `submit` runs in one transaction; what it throws comes to `refuse` after the way back. */
export type Page = {
  name: string;
  show: (request: PageRequest) => Reply;
  submit: (request: PageRequest, form: FormRecord) => Reply;
  refuse: (request: PageRequest, form: FormRecord, problem: string) => Reply;
};

/** Sends the browser on after a form. */
export function redirect(location: string): Reply {
  return { status: 303, headers: { location }, body: '' };
}

/** A page with one sentence. */
export function messagePage(
  request: PageRequest,
  locale: unknown,
  message: keyof Texts,
  status: number,
): Reply {
  const language = languageOf(locale, request.acceptLanguage);
  const words = texts[language];
  return plainPageReply({
    title: words.checkout,
    subtitle: words.testMode,
    language,
    style: formStyle,
    body: html`<section><p>${words[message]}</p></section>`,
    status,
  });
}
