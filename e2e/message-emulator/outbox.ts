import { htmlToText } from './mail/parse-mail.ts';
import { countSegments } from './sms/segments.ts';
import { progressAt, toResource } from './sms/sms-resource.ts';
import type { MessageStore } from './store.ts';

export type OutboxOptions = { store: MessageStore; accountSid: string; now: () => number; stepMs: number };

/** What GET /outbox.json answers and the page shows, newest first. Times are ISO 8601. */
export type Outbox = ReturnType<typeof readOutbox>;

/**
 * Everything that was sent, or only what went to one number or one mail address. At most `limit` of each kind.
 * A mail without a text part gets one made from its HTML.
 */
export function readOutbox(options: OutboxOptions, to: string | undefined, limit = 200) {
  const { store, accountSid, now, stepMs } = options;
  return {
    sms: store.sms
      .list(to)
      .slice(0, limit)
      .map((sms) => ({
        ...toResource(sms, accountSid, progressAt(sms, now(), stepMs)),
        encoding: countSegments(sms.body).encoding,
        segments: sms.segments,
        time: new Date(sms.createdMs).toISOString(),
      })),
    mail: store.mail
      .list(to)
      .slice(0, limit)
      .map(({ createdMs, text, html, ...mail }) => ({
        ...mail,
        text: text || htmlToText(html),
        html,
        time: new Date(createdMs).toISOString(),
      })),
  };
}

/** The `to` of an outbox address. A plus that was not escaped arrives as a space; no number or mail begins with one. */
export function readOutboxTarget(url: URL): string | undefined {
  const to = url.searchParams.get('to');
  return to ? to.replace(/^ /, '+').trim() : undefined;
}
