import type { IncomingMessage } from 'node:http';
import { inTransaction, type Reply } from '../../emulator-kit/index.ts';
import { ApiError } from '../core/api-error.ts';
import { decodeForm } from '../core/form.ts';
import type { RequestContext } from '../core/route.ts';
import { checkoutPage } from './checkout-page.ts';
import { connectPage } from './connect-page.ts';
import type { Page } from './page.ts';
import { portalPage } from './portal-page.ts';

const pages: readonly Page[] = [checkoutPage, portalPage, connectPage];

/**
 * Answers /_pages/<name>/<id>: the pages that Stripe hosts. Undefined for other addresses. The long random id is the
 * key, as it is at Stripe; there is nothing else to sign in with.
 */
export function answerPage(
  request: IncomingMessage,
  url: URL,
  body: string,
  makeContext: () => RequestContext,
): Reply | undefined {
  const [, name, id] = /^\/_pages\/(\w+)\/(\w+)$/.exec(url.pathname) ?? [];
  const page = pages.find((one) => one.name === name);
  if (!page || id === undefined) return undefined;
  const context = makeContext();
  const asked = { context, id, acceptLanguage: request.headers['accept-language'] };
  if (request.method !== 'POST') return page.show(asked);
  const form = decodeForm(body);
  try {
    return inTransaction(context.store.database, () => page.submit(asked, form));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return page.refuse(asked, form, error.message);
  }
}
