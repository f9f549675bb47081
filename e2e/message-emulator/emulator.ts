import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  answerControlRequest,
  BodyTooLargeError,
  createFaultBook,
  jsonReply,
  readBody,
  startHttpServer,
  writeReply,
} from '../emulator-kit/index.ts';
import { startSmtpSink } from './mail/smtp-sink.ts';
import { readOutbox, readOutboxTarget } from './outbox.ts';
import { outboxPage } from './outbox-page.ts';
import { createSmsApi } from './sms/sms-api.ts';
import { createStatusCallbacks } from './sms/status-callbacks.ts';
import { errorReply, TwilioError } from './sms/twilio-error.ts';
import { createMessageStore } from './store.ts';

export type MessageEmulatorOptions = {
  /** File that keeps everything acknowledged; in memory when absent. */
  databasePath?: string;
  /** AC and 32 hexadecimal digits. */
  accountSid: string;
  authToken: string;
  /** The emulator's clock in milliseconds since 1970, like Date.now. */
  now?: () => number;
  /** Time from queued to sent and from sent to delivered, in milliseconds (500). */
  stepMs?: number;
};

export type MessagePorts = { httpPort: number; smtpPort: number; host?: string };
export type ListeningMessageEmulator = {
  httpPort: number;
  smtpPort: number;
  url: string;
  close: () => Promise<void>;
};
export type MessageEmulator = { listen: (ports: MessagePorts) => Promise<ListeningMessageEmulator> };

/**
 * Twilio's Messages API and an SMTP server that run here, with one outbox page. Port 0 takes a free port; the
 * default host is 127.0.0.1. What was acknowledged survives `kill -9` when there is a database file.
 * `listen` may be called once and rejects when a port is taken; `close` ends both servers and the database.
 */
export function createMessageEmulator(options: MessageEmulatorOptions): MessageEmulator {
  const now = options.now ?? Date.now;
  const stepMs = options.stepMs ?? 500;
  const { accountSid, authToken } = options;
  const store = createMessageStore(options.databasePath);
  const faults = createFaultBook();
  const callbacks = createStatusCallbacks({ accountSid, authToken, stepMs, find: store.sms.find });
  const answerSms = createSmsApi({
    store,
    faults,
    accountSid,
    authToken,
    now,
    stepMs,
    onCreated: callbacks.schedule,
  });
  const outboxOptions = { store, accountSid, now, stepMs };

  function reset(): void {
    callbacks.stop();
    store.clear();
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://emulator.invalid');
    const method = request.method ?? 'GET';
    let body: string;
    try {
      body = await readBody(request);
    } catch (error) {
      if (!(error instanceof BodyTooLargeError)) throw error;
      return writeReply(response, errorReply(new TwilioError(413, 20001, error.message)));
    }
    if (url.pathname.startsWith('/_emulator/')) {
      const control = { faults, reset, state: () => ({ counts: store.counts(), faults: faults.list() }) };
      return writeReply(response, answerControlRequest(method, url.pathname, body, control));
    }
    if (method === 'GET' && url.pathname === '/') {
      return writeReply(response, outboxPage(readOutbox(outboxOptions, readOutboxTarget(url))));
    }
    if (method === 'GET' && url.pathname === '/outbox.json') {
      return writeReply(response, jsonReply(200, readOutbox(outboxOptions, readOutboxTarget(url))));
    }
    const answer = answerSms({ method, url, authorization: request.headers.authorization, body });
    if (answer.isLost) request.socket.destroy();
    else writeReply(response, answer.reply);
  }

  return {
    async listen({ httpPort, smtpPort, host = '127.0.0.1' }) {
      const http = await startHttpServer(httpPort, host, handle);
      const smtp = await startSmtpSink({ store, faults, now }, smtpPort, host).catch(
        async (error: unknown) => {
          await http.close();
          throw error;
        },
      );
      return {
        httpPort: http.port,
        smtpPort: smtp.port,
        url: `http://${host}:${http.port}`,
        async close() {
          callbacks.stop();
          await Promise.all([http.close(), smtp.close()]);
          store.close();
        },
      };
    },
  };
}
