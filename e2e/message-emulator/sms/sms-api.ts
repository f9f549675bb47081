import { randomBytes, timingSafeEqual } from 'node:crypto';
import { type FaultBook, jsonReply, type Reply } from '../../emulator-kit/index.ts';
import type { MessageStore } from '../store.ts';
import { listSms } from './list-sms.ts';
import { countSegments } from './segments.ts';
import { progressAt, toResource } from './sms-resource.ts';
import type { SmsRow } from './sms-table.ts';
import { errorReply, faultError, notFound, TwilioError } from './twilio-error.ts';
import { validateSms } from './validate-sms.ts';

export type SmsApiOptions = {
  store: MessageStore;
  faults: FaultBook;
  accountSid: string;
  authToken: string;
  now: () => number;
  stepMs: number;
  onCreated: (sms: SmsRow) => void;
};

export type SmsRequestInput = { method: string; url: URL; authorization: string | undefined; body: string };
export type SmsAnswer = { reply: Reply; isLost: boolean };

const collection = /^\/2010-04-01\/Accounts\/(AC\w+)\/Messages\.json$/;
const single = /^\/2010-04-01\/Accounts\/(AC\w+)\/Messages\/(\w+)\.json$/;
const routeName = '/2010-04-01/Accounts/:sid/Messages.json';
const singleRouteName = '/2010-04-01/Accounts/:sid/Messages/:message.json';

/**
 * Answers Twilio's Messages routes: create, list, fetch, delete. Faults name them with :sid and :message parts, for
 * example `POST /2010-04-01/Accounts/:sid/Messages.json`, or by their real path. A message is durable before the
 * answer; `isLost` asks the caller to cut the connection instead of answering.
 */
export function createSmsApi(options: SmsApiOptions) {
  const { store, now, stepMs, accountSid } = options;

  return function answer(input: SmsRequestInput): SmsAnswer {
    let isLost = false;
    try {
      const { pathname } = input.url;
      const inCollection = collection.exec(pathname);
      const inSingle = single.exec(pathname);
      const account = inCollection?.[1] ?? inSingle?.[1];
      authenticate(input.authorization);
      if (account === undefined || account !== accountSid) throw notFound(pathname);
      const template = inCollection ? routeName : singleRouteName;
      const fault = options.faults.draw([`${input.method} ${template}`, `${input.method} ${pathname}`]);
      if (fault?.kind === 'status') throw faultError(fault.status ?? 500);
      isLost = fault?.kind === 'lost_reply';
      const reply = inCollection ? onCollection(input) : onSingle(input, inSingle?.[2] ?? '');
      return { reply, isLost };
    } catch (error) {
      if (!(error instanceof TwilioError)) throw error;
      return { reply: errorReply(error), isLost };
    }
  };

  function authenticate(header: string | undefined): void {
    const expected = Buffer.from(`${accountSid}:${options.authToken}`);
    const given = Buffer.from(/^Basic (.+)$/i.exec(header ?? '')?.[1] ?? '', 'base64');
    if (given.length === expected.length && timingSafeEqual(given, expected)) return;
    throw new TwilioError(401, 20003, 'Authenticate');
  }

  function show(sms: SmsRow) {
    return toResource(sms, accountSid, progressAt(sms, now(), stepMs));
  }

  function onCollection({ method, url, body }: SmsRequestInput): Reply {
    if (method === 'POST') return create(new URLSearchParams(body));
    if (method !== 'GET') throw new TwilioError(405, 20004, 'Method not allowed');
    const all = store.sms.list().map((sms) => ({ sms, progress: progressAt(sms, now(), stepMs) }));
    return jsonReply(
      200,
      listSms(url.pathname, all, url.searchParams, (item) => toResource(item.sms, accountSid, item.progress)),
    );
  }

  function create(form: URLSearchParams): Reply {
    const request = validateSms(form);
    const sms: SmsRow = {
      ...request,
      sid: `SM${randomBytes(16).toString('hex')}`,
      segments: countSegments(request.body).count,
      createdMs: now(),
    };
    store.sms.insert(sms);
    options.onCreated(sms);
    return jsonReply(201, show(sms));
  }

  function onSingle({ method, url }: SmsRequestInput, sid: string): Reply {
    const sms = store.sms.find(sid);
    if (!sms) throw notFound(url.pathname);
    if (method === 'GET') return jsonReply(200, show(sms));
    if (method !== 'DELETE') throw new TwilioError(405, 20004, 'Method not allowed');
    store.sms.remove(sid);
    return { status: 204, headers: {}, body: '' };
  }
}
